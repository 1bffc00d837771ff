import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

// Everything that must hold of main. `npm test` runs all of it; `npm test -- types unit` only those parts;
// `npm test -- src/kernel` the tests below a path. Ends with one line, `N passed, N failed`.

const root = join(import.meta.dirname, '..')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 17)) {
  console.error(
    `The checks need Node 22.17 or later; this is ${process.version}. Use npm test, which brings its own.`,
  )
  process.exit(1)
}

type Outcome = { passed: number; failed: number; words: string }
type Check = { name: string; says: string; run: () => Promise<Outcome> }

const inModules = (path: string) => join(root, 'node_modules', path)

/** A program of ours under this Node, so that nothing depends on what the machine calls `node`. */
const execute = (words: string[], options: { aloud?: boolean } = {}) =>
  new Promise<{ code: number; out: string; all: string }>((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let all = ''
    child.stdout.on('data', (bytes) => {
      out += bytes
      all += bytes
      if (options.aloud) process.stdout.write(bytes)
    })
    child.stderr.on('data', (bytes) => {
      all += bytes
      if (options.aloud) process.stderr.write(bytes)
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, out, all }))
  })

const oneOf =
  (...commands: string[][]) =>
  async (): Promise<Outcome> => {
    for (const words of commands) {
      const { code, all } = await execute(words)
      if (code !== 0) return { passed: 0, failed: 1, words: all }
    }
    return { passed: 1, failed: 0, words: '' }
  }

const cruiser = [
  inModules('dependency-cruiser/bin/dependency-cruiser.mjs'),
  '--config',
  '.dependency-cruiser.cjs',
]
// A folder that holds nothing yet is not in a clone.
const cruised = ['src', 'packages', 'bin', 'bench', 'tests'].filter((folder) =>
  existsSync(join(root, folder)),
)

const house: Check[] = [
  {
    name: 'lint',
    says: 'Layout and lint',
    run: oneOf([inModules('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']),
  },
  {
    name: 'types',
    says: 'Types',
    run: oneOf(
      [inModules('@sveltejs/kit/svelte-kit.js'), 'sync'],
      [
        inModules('svelte-check/bin/svelte-check'),
        '--tsconfig',
        './tsconfig.json',
        '--fail-on-warnings',
        '--output',
        'human',
      ],
    ),
  },
  { name: 'imports', says: 'Who imports whom', run: oneOf([...cruiser, ...cruised]) },
  {
    name: 'unused',
    says: 'Unused code',
    run: oneOf([inModules('knip/bin/knip.js'), '--no-progress', '--treat-config-hints-as-errors']),
  },
]

type Report = {
  numPassedTests: number
  testResults: {
    name: string
    message: string
    status: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** A line for each test that did not pass, skipped ones too, and for each file that did not load. */
const failures = (report: Report): string[] =>
  report.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter(({ status }) => status !== 'passed')
    const told = tests.map((test) => ({ name: test.fullName, why: test.failureMessages[0] ?? test.status }))
    if (told.length === 0 && file.status !== 'passed') told.push({ name: 'the file', why: file.message })
    return told.map(({ name, why }) => `✗ ${relative(root, file.name)}: ${name}: ${why.split('\n', 1)[0]}`)
  })

/** Runs Vitest on what is named, everything by default; its own report is shown as it comes. */
const runTests = async (paths: string[]): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-report-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { code } = await execute([inModules('vitest/vitest.mjs'), 'run', ...reporters, ...paths], {
      aloud: true,
    })
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    const broken = failures(report)
    // An error outside of tests belongs to none of them.
    const failed = broken.length || (code === 0 ? 0 : 1)
    return { passed: report.numPassedTests, failed, words: broken.join('\n') }
  } catch (error) {
    return { passed: 0, failed: 1, words: `The tests left no report: ${error}` }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The test files from which one of ours can be reached, directly or through others. */
const testsReaching = async (file: string): Promise<string[]> => {
  const reaching = ['--reaches', `^${file.replaceAll('.', '\\.')}$`, '--output-type', 'json']
  const { out } = await execute([...cruiser, ...reaching, ...cruised])
  const { modules } = JSON.parse(out) as { modules: { source: string; matchesReaches?: boolean }[] }
  return modules.map(({ source }) => source).filter((source) => source.endsWith('.test.ts'))
}

/**
 * What runs again on another database: every test that uses one. Those that also look through a browser ask it nothing
 * that the others do not, and take half the time: the first wave, from set-up to release, stands for them.
 */
const databaseTests = async (): Promise<string[]> => {
  const looking = new Set(await testsReaching('tests/setup/chromium.ts'))
  const files = await testsReaching('tests/setup/database.ts')
  return files.filter((file) => !looking.has(file) || file === 'tests/journeys/first-wave.test.ts')
}

/**
 * What a later PostgreSQL could change: its catalogue, rights, locks, copies and journal, and the queries, which the tests
 * beside the use cases ask. What a promise asks of our own code it asks of it once.
 */
const asksTheServer =
  /^src\/|\/(audit|backup|catalogue|data-folder|database|first-wave|kills|no-row|one-site|restore|strangers)/

const runSome = async (files: Promise<string[]>): Promise<Outcome> => {
  const some = await files
  // Vitest would take an empty list for all of them.
  return some.length > 0 ? runTests(some) : { passed: 0, failed: 1, words: 'No test uses the database.' }
}
const serverTests = async () => (await databaseTests()).filter((file) => asksTheServer.test(file))

const testsBelow = (name: string, ...paths: string[]): Check => ({
  name,
  says: `Tests: ${name}`,
  run: () => runTests(paths),
})
const parts: Check[] = [
  ...house,
  testsBelow('unit', 'src/', 'packages/'),
  testsBelow('house', 'tests/house/'),
  testsBelow('promises', 'tests/promises/'),
  testsBelow('journeys', 'tests/journeys/'),
  testsBelow('tests'),
  { name: 'database', says: 'Tests: on the database', run: () => runSome(databaseTests()) },
  { name: 'server', says: 'Tests: what another PostgreSQL could change', run: () => runSome(serverTests()) },
]

const choose = (words: string[]): Check[] => {
  if (words.length === 0) return [...house, testsBelow('all')]
  const known = words.flatMap((word) => parts.filter(({ name }) => name === word))
  const paths = words.filter((word) => !parts.some(({ name }) => name === word))
  return paths.length > 0 ? [...known, testsBelow(paths.join(' '), ...paths)] : known
}

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const began = performance.now()
const broken: string[] = []
let passed = 0
let failed = 0
for (const check of choose(process.argv.slice(2))) {
  const since = performance.now()
  console.log(`${check.says} …`)
  const outcome = await check.run()
  passed += outcome.passed
  failed += outcome.failed
  if (outcome.failed > 0) {
    broken.push(check.says)
    console.log(outcome.words.trimEnd())
  }
  console.log(`${check.says}: ${outcome.failed > 0 ? 'FAILED' : 'fine'} (${seconds(since)})`)
}
if (broken.length > 0) console.log(`\nNot as it should be: ${broken.join(', ')}.`)
console.log(`\nAll of it took ${seconds(began)}.`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
