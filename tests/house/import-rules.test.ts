import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const settings = join(root, '.dependency-cruiser.cjs')
const { forbidden, required } = createRequire(import.meta.url)(settings) as Record<
  'forbidden' | 'required',
  { name: string }[]
>

const ours = createRequire(import.meta.url)('../../package.json') as { imports: Record<string, string> }

type Files = Record<string, string>
type Violation = { from: string; to: string; rule: { name: string } }

const cruise = async (files: Files): Promise<Violation[]> => {
  const tree = mkdtempSync(join(tmpdir(), 'kith-house-'))
  try {
    const libraries: Files = {
      'package.json': JSON.stringify({
        type: 'module',
        imports: ours.imports,
        dependencies: { highs: '*', kysely: '*', valibot: '*', pg: '*' },
        devDependencies: { 'fast-check': '*' },
      }),
      ...Object.fromEntries(
        ['highs', 'kysely', 'valibot', 'fast-check', 'pg'].flatMap((name) => [
          [`node_modules/${name}/package.json`, JSON.stringify({ name, main: './index.js' })],
          [`node_modules/${name}/index.js`, ''],
        ]),
      ),
    }
    for (const [file, text] of Object.entries({ ...libraries, ...files })) {
      mkdirSync(dirname(join(tree, file)), { recursive: true })
      writeFileSync(join(tree, file), text)
    }
    for (const folder of ['src', 'packages', 'bin', 'tests'])
      mkdirSync(join(tree, folder), { recursive: true })
    symlinkSync(join(root, 'node_modules/typescript'), join(tree, 'node_modules/typescript'))
    return await report(tree)
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

const report = (tree: string) =>
  new Promise<Violation[]>((resolve, reject) => {
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
    const what = ['src', 'packages', 'bin', 'tests']
    const words = [program, '--config', settings, '--output-type', 'json', ...what]
    // It answers with the number of violations as its exit code; only an unreadable answer is a failure.
    execFile(process.execPath, words, { cwd: tree, maxBuffer: 2 ** 26 }, (_count, out, complaint) => {
      try {
        resolve(JSON.parse(out).summary.violations)
      } catch {
        reject(new Error(complaint))
      }
    })
  })

const caps = 'src/capabilities'
const from = (path: string) => `import ${JSON.stringify(path)}\n`

/** For each rule, one file that breaks it and what it imports; a target that is not a library is made as an empty file. */
const breaches: Record<string, { file: string; imports: string; target?: string }[]> = {
  'everything-resolves': [{ file: 'src/platform/lost.ts', imports: './nowhere.ts' }],
  'packages-stand-alone': [
    { file: 'packages/one/a.ts', imports: '../../src/kernel/a.ts', target: 'src/kernel/a.ts' },
    { file: 'packages/one/b.ts', imports: '../two/index.ts', target: 'packages/two/index.ts' },
  ],
  'packages-do-no-io': [{ file: 'packages/one/c.ts', imports: 'node:fs' }],
  'the-solver-stays-in-its-thread': [{ file: 'packages/one/d.ts', imports: 'highs' }],
  'kernel-imports-nothing-of-ours': [
    { file: 'src/kernel/b.ts', imports: '../platform/a.ts', target: 'src/platform/a.ts' },
  ],
  'lower-rings-know-nothing-above': [
    {
      file: 'src/platform/b.ts',
      imports: '#capabilities/people/index.ts',
      target: `${caps}/people/index.ts`,
    },
  ],
  'domain-is-pure': [
    { file: `${caps}/people/domain/a.ts`, imports: 'valibot' },
    {
      file: `${caps}/people/domain/b.ts`,
      imports: '../policy.server.ts',
      target: `${caps}/people/policy.server.ts`,
    },
  ],
  'contract-knows-domain-and-valibot': [
    {
      file: `${caps}/people/contract/a.ts`,
      imports: '../policy.server.ts',
      target: `${caps}/people/policy.server.ts`,
    },
  ],
  'use-cases-stay-below-the-rim': [
    { file: `${caps}/people/use-cases/a.server.ts`, imports: '../ui/a.ts', target: `${caps}/people/ui/a.ts` },
  ],
  'use-cases-take-effects-as-arguments': [
    {
      file: `${caps}/people/use-cases/b.server.ts`,
      imports: '#platform/database/open.server.ts',
      target: 'src/platform/database/open.server.ts',
    },
  ],
  'only-data-speaks-sql': [
    { file: `${caps}/people/use-cases/c.server.ts`, imports: 'kysely' },
    { file: `${caps}/people/jobs.server.ts`, imports: 'pg' },
  ],
  'capabilities-never-import-routes': [
    { file: `${caps}/people/a.server.ts`, imports: '../../routes/a.ts', target: 'src/routes/a.ts' },
  ],
  'front-doors-only': [
    {
      file: `${caps}/rooms/a.server.ts`,
      imports: '#capabilities/people/inside.ts',
      target: `${caps}/people/inside.ts`,
    },
  ],
  'routes-use-front-doors': [
    {
      file: 'src/routes/b.ts',
      imports: '#capabilities/people/use-cases/d.ts',
      target: `${caps}/people/use-cases/d.ts`,
    },
    { file: 'src/hooks.server.ts', imports: './capabilities/people/use-cases/d.ts' },
  ],
  'commands-use-front-doors': [
    {
      file: 'bin/kith.ts',
      imports: '../src/capabilities/people/inside.ts',
      target: `${caps}/people/inside.ts`,
    },
  ],
  'people-call-no-one': [
    {
      file: `${caps}/people/b.server.ts`,
      imports: '#capabilities/rooms/index.ts',
      target: `${caps}/rooms/index.ts`,
    },
  ],
  'tools-call-only-people': [
    {
      file: `${caps}/rooms/b.server.ts`,
      imports: '#capabilities/voice/index.ts',
      target: `${caps}/voice/index.ts`,
    },
  ],
  'journeys-do-not-call-journeys': [
    {
      file: `${caps}/events/b.server.ts`,
      imports: '#capabilities/support/index.ts',
      target: `${caps}/support/index.ts`,
    },
  ],
  'browser-never-reaches-server': [
    {
      file: `${caps}/rooms/client/a.client.ts`,
      imports: './a.server.ts',
      target: `${caps}/rooms/client/a.server.ts`,
    },
    {
      file: `${caps}/rooms/index.ts`,
      imports: './policy.server.ts',
      target: `${caps}/rooms/policy.server.ts`,
    },
    {
      file: 'src/routes/app/+page.ts',
      imports: './secret.server.ts',
      target: 'src/routes/app/secret.server.ts',
    },
  ],
  'what-runs-never-reaches-tests': [
    { file: 'src/platform/c.ts', imports: './c.test.ts', target: 'src/platform/c.test.ts' },
    { file: 'src/platform/d.ts', imports: '../../tests/setup/a.ts', target: 'tests/setup/a.ts' },
  ],
  'the-demo-is-entered-by-the-entry-alone': [
    { file: 'src/routes/e.ts', imports: '../demo/a.ts', target: 'src/demo/a.ts' },
    {
      file: `${caps}/checkins/index.server.ts`,
      imports: './index.demo.server.ts',
      target: `${caps}/checkins/index.demo.server.ts`,
    },
  ],
  'the-demo-knows-no-pages': [
    { file: 'src/demo/b.ts', imports: '../routes/a.ts', target: 'src/routes/a.ts' },
  ],
  'what-runs-needs-no-development-library': [{ file: 'src/platform/e.ts', imports: 'fast-check' }],
}

describe('each import rule reports the file that breaks it', () => {
  let violations: Violation[]
  beforeAll(async () => {
    const all = Object.values(breaches).flat()
    const targets = all.flatMap(({ target }) => (target ? [[target, '']] : []))
    violations = await cruise({
      ...Object.fromEntries(targets),
      ...Object.fromEntries(all.map(({ file, imports }) => [file, from(imports)])),
      'src/platform/round.ts': from('./trip.ts'),
      'src/platform/trip.ts': from('./round.ts'),
      'src/ui/Peek.svelte':
        '<script lang="ts">import { a } from "../platform/seen.server.ts"\na satisfies 1</script>',
      'src/platform/seen.server.ts': 'export const a = 1',
      [`${caps}/wellness/index.ts`]: '',
    })
  })

  for (const [name, files] of Object.entries(breaches)) {
    for (const { file, imports } of files) {
      test(`${name}: ${file} imports ${imports}`, () => {
        expect(violations).toContainEqual(
          expect.objectContaining({ from: file, rule: expect.objectContaining({ name }) }),
        )
      })
    }
  }
  test('no-cycles: two files that import each other', () => {
    expect(violations.filter(({ rule }) => rule.name === 'no-cycles').map((found) => found.from)).toContain(
      'src/platform/round.ts',
    )
  })
  test('browser-never-reaches-server: a component', () => {
    expect(violations.filter(({ rule }) => rule.name === 'browser-never-reaches-server')).toContainEqual(
      expect.objectContaining({ from: 'src/ui/Peek.svelte', to: 'src/platform/seen.server.ts' }),
    )
  })
  test('every-slice-is-named: a slice that no rule knows, even when it imports nothing', () => {
    expect(
      violations.filter(({ rule }) => rule.name === 'every-slice-is-named').map((found) => found.from),
    ).toEqual([`${caps}/wellness/index.ts`])
  })
})

test('a slice that keeps to the rules is left in peace', async () => {
  const violations = await cruise({
    'src/kernel/result.ts': '',
    'src/platform/clock.ts': 'export type Clock = () => Date',
    [`${caps}/people/index.server.ts`]: from('./use-cases/add-member.server.ts'),
    [`${caps}/people/domain/member.ts`]: from('#kernel/result.ts'),
    [`${caps}/people/domain/member.test.ts`]: from('fast-check') + from('./member.ts'),
    [`${caps}/people/contract/member.ts`]: from('valibot') + from('../domain/member.ts'),
    [`${caps}/people/data/members.server.ts`]: from('kysely') + from('../domain/member.ts'),
    [`${caps}/people/use-cases/add-member.server.ts`]: `import type { Clock } from '#platform/clock.ts'\nexport type Now = Clock\n${from(
      '../data/members.server.ts',
    )}${from('../contract/member.ts')}`,
    [`${caps}/rooms/index.server.ts`]: from('#capabilities/people/index.server.ts'),
    'src/routes/app/+page.server.ts': from('#capabilities/rooms/index.server.ts'),
  })
  expect(violations).toEqual([])
})

test('no import rule is without a file here that breaks it', () => {
  const shown = [...Object.keys(breaches), 'no-cycles', 'every-slice-is-named']
  expect([...forbidden, ...required].map(({ name }) => name).sort()).toEqual(shown.sort())
})
