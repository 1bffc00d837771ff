// Who may import whom: docs/architecture.md says why. Each rule is shown to bite in tests/house/import-rules.test.ts.
const TOOLS = 'checkins|rooms|circles|learning|booking|voice|recognition'
const JOURNEYS = 'programmes|mentoring|support|actions|communities|events'
const CAPS = '^src/capabilities/'
const named = (names) => `${CAPS}(${names})/`
const OWN = `${CAPS}$1/`
const DOOR = `${CAPS}[^/]+/index(\\.(server|ui|worker|(demo|collector|cells)\\.server))?\\.ts$`
// What only tests reach may reach further than what runs.
const TESTS = '(\\.(test|bench|fixture|vectors)\\.ts$|/(testing|fixtures|vectors)/)'
const IN_BROWSER = [
  '\\.(svelte|client\\.ts)$',
  `${CAPS}[^/]+/(ui|client|domain|contract)/`,
  `${CAPS}[^/]+/(index|index\\.ui|index\\.worker|events)\\.ts$`,
  '^src/(ui|kernel|service-worker)/',
  '^src/routes/.*\\+(page|layout)\\.ts$',
]

const rule = (name, from, to) => ({ name, severity: 'error', from, to })
const production = (path) => ({ path, pathNot: TESTS })

module.exports = {
  forbidden: [
    rule('no-cycles', {}, { circular: true }),
    rule(
      'everything-resolves',
      { pathNot: TESTS },
      { couldNotResolve: true, pathNot: '(^\\$|/\\$types(\\.js)?$)' },
    ),
    rule(
      'packages-stand-alone',
      { path: '^packages/([^/]+)/' },
      { path: '^(src|packages)/', pathNot: '^packages/$1/' },
    ),
    // A solver that blocks its thread needs one of its own; threads read and write nothing.
    rule('packages-do-no-io', production('^packages/'), {
      dependencyTypes: ['core'],
      pathNot: '^(node:)?(crypto|buffer|util|assert|worker_threads)(/|$)',
    }),
    rule(
      'the-solver-stays-in-its-thread',
      {
        pathNot: [
          TESTS,
          '^packages/small-cells/linked/(run/linked\\.worker|derive/solver)\\.ts$',
          '^(bench|tests)/',
        ],
      },
      { path: '(^|/)node_modules/highs/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'kernel-imports-nothing-of-ours',
      { path: '^src/kernel/' },
      { path: '^(src|packages)/', pathNot: '^src/kernel/' },
    ),
    rule(
      'lower-rings-know-nothing-above',
      { path: '^src/(kernel|platform|ui)/' },
      { path: '^src/(capabilities|routes)/' },
    ),
    rule('domain-is-pure', production(`${CAPS}([^/]+)/domain/`), {
      pathNot: [`${OWN}domain/`, '^src/kernel/', '^packages/'],
    }),
    rule('contract-knows-domain-and-valibot', production(`${CAPS}([^/]+)/contract/`), {
      pathNot: [`${OWN}(contract|domain)/`, '^src/kernel/', '(^|/)node_modules/valibot/'],
    }),
    // Rooms of its own that a slice has beside the usual ones (keys, a collector) are open to its use cases.
    rule('use-cases-stay-below-the-rim', production(`${CAPS}([^/]+)/use-cases/`), {
      path: [
        `${OWN}(ui|client)/`,
        `${OWN}(jobs\\.server|index(\\.(server|ui|worker))?)\\.ts$`,
        '^src/(ui|routes|entry|hooks|composition|service-worker)',
      ],
    }),
    // Functions that are handed the transaction may be imported; what opens, reads or keeps something comes as an argument.
    rule('use-cases-take-effects-as-arguments', production(`${CAPS}[^/]+/use-cases/`), {
      path: '^src/platform/(database|configuration|log|mail|jobs|clock|secrets)',
      dependencyTypesNot: ['type-only'],
    }),
    rule(
      'only-data-speaks-sql',
      { path: CAPS, pathNot: [TESTS, `${CAPS}[^/]+/data/`, `${CAPS}[^/]+/data\\.server\\.ts$`] },
      { path: '(^|/)node_modules/(@types/)?(kysely|pg|pg-[a-z]+)/' },
    ),
    rule(
      'capabilities-never-import-routes',
      { path: CAPS },
      { path: '^src/(routes|entry|hooks|composition|service-worker)' },
    ),
    rule('front-doors-only', { path: `${CAPS}([^/]+)/` }, { path: CAPS, pathNot: [OWN, DOOR] }),
    rule(
      'routes-use-front-doors',
      { path: '^src/(routes|service-worker|hooks|composition|entry|demo)' },
      { path: CAPS, pathNot: DOOR },
    ),
    // What is made up stays with the demo: nothing else can start it, or reach the doors that let it invent.
    rule(
      'the-demo-is-entered-by-the-entry-alone',
      { pathNot: '^(src/demo/|src/entry\\.server\\.ts$|bin/kith\\.ts$|tests/)' },
      { path: ['^src/demo/', `${CAPS}[^/]+/index\\.demo\\.server\\.ts$`] },
    ),
    rule(
      'the-demo-knows-no-pages',
      { path: '^src/demo/' },
      { path: '^src/(routes|hooks|ui|service-worker|entry)' },
    ),
    rule(
      'commands-use-front-doors',
      // Attacks and measurements look behind the doors on purpose.
      { path: '^(bin|tests)/', pathNot: '^tests/(promises|rehearsal)/' },
      { path: CAPS, pathNot: [DOOR, '/testing/'] },
    ),
    rule('people-call-no-one', { path: named('people') }, { path: named(`${TOOLS}|${JOURNEYS}`) }),
    rule(
      'tools-call-only-people',
      { path: named(TOOLS) },
      { path: named(`${TOOLS}|${JOURNEYS}`), pathNot: OWN },
    ),
    rule('journeys-do-not-call-journeys', { path: named(JOURNEYS) }, { path: named(JOURNEYS), pathNot: OWN }),
    rule('browser-never-reaches-server', { path: IN_BROWSER, pathNot: TESTS }, { path: '\\.server\\.ts$' }),
    rule(
      'what-runs-never-reaches-tests',
      { path: '^(src|packages|bin)/', pathNot: [TESTS, '^bin/check\\.ts$'] },
      {
        path: ['^(tests|bench)/', TESTS],
      },
    ),
    rule(
      'what-runs-needs-no-development-library',
      { path: '^(src|packages)/', pathNot: TESTS },
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  required: [
    {
      name: 'every-slice-is-named',
      severity: 'error',
      // Nothing matches `to`: a file in a slice that no list above names is always reported.
      module: { path: `${CAPS}[^/]+/`, pathNot: named(`people|${TOOLS}|${JOURNEYS}`) },
      to: { path: '^nowhere$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/messages\\.generated/'] },
    exclude: { path: '^(build|\\.svelte-kit|data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.d.ts'],
    },
  },
}
