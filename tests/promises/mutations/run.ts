import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defencesInTheBrowser } from './defences-in-the-browser.ts'
import { defencesOfAnswers } from './defences-of-answers.ts'
import { defencesOfBallots } from './defences-of-ballots.ts'
import { defencesOfCells } from './defences-of-cells.ts'
import { defencesOfOpenRooms } from './defences-of-open-rooms.ts'
import { defencesOfPaper } from './defences-of-paper.ts'
import { defencesOfReleases } from './defences-of-releases.ts'
import { defencesOfRooms } from './defences-of-rooms.ts'
import { defencesOfRunning } from './defences-of-running.ts'
import { defencesOfTheChain } from './defences-of-the-chain.ts'
import { defencesOfTheHouse } from './defences-of-the-house.ts'
import { defencesOfTrustees } from './defences-of-trustees.ts'
import { defencesOfWitnesses } from './defences-of-witnesses.ts'
import { defencesOfWords } from './defences-of-words.ts'
import type { Mutation } from './mutation.ts'

/**
 * Takes away one defence at a time, in a copy of the tree, and runs the one test that has to notice. First every such
 * test runs on the copy as it is: a test that fails anyway proves nothing. Names given as arguments choose defences.
 * Ends non-zero when a removal goes unnoticed, or when a piece of source that it changes is no longer there.
 */
const mutations = [
  ...defencesOfAnswers,
  ...defencesOfBallots,
  ...defencesOfTheChain,
  ...defencesOfPaper,
  ...defencesOfCells,
  ...defencesOfTheHouse,
  ...defencesOfReleases,
  ...defencesOfRunning,
  ...defencesOfRooms,
  ...defencesOfOpenRooms,
  ...defencesOfWords,
  ...defencesInTheBrowser,
  ...defencesOfTrustees,
  ...defencesOfWitnesses,
]
const root = join(import.meta.dirname, '../../..')
const copy = join(mkdtempSync(join(tmpdir(), 'kith-mutations-')), 'tree')
const left = ['node_modules', '.git', '.svelte-kit', 'data', 'data-demo']
const say = (text: string) => process.stdout.write(`${text}\n`)

const makeCopy = () => {
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !left.some((name) => path === join(root, name)),
  })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
}

/** @returns undefined when a text to change is not there exactly once. */
const apply = (mutation: Mutation): (() => void) | undefined => {
  const before = new Map<string, string>()
  const undo = () => {
    for (const [file, text] of before) writeFileSync(file, text)
  }
  for (const { file, from, to } of mutation.changes) {
    const path = join(copy, file)
    const text = readFileSync(path, 'utf8')
    if (!before.has(path)) before.set(path, text)
    if (text.split(from).length !== 2) {
      undo()
      return undefined
    }
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
  }
  return undo
}

const report = join(copy, '../report.json')
type Report = { numFailedTests?: number }

/** A program on the copy; whether it ended well. */
const run = (words: string[]): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: copy, stdio: 'ignore' })
    child.once('error', reject)
    child.once('close', (code) => resolve(code === 0))
  })

/** Runs one file of tests on the copy. One that does not even load has `ran` nothing, and has noticed nothing. */
const runTest = async ({ test, builds }: Mutation): Promise<{ passes: boolean; ran: boolean }> => {
  if (builds && !(await run(['bin/prepare.js', 'build']))) return { passes: false, ran: false }
  rmSync(report, { force: true })
  const output = ['--bail', '1', '--reporter', 'json', `--outputFile.json=${report}`]
  const file = test.includes('/') ? test : `tests/promises/${test}`
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs')
  const passes = await run([vitest, 'run', '--root', copy, ...output, `${file}.test.ts`])
  const read = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : {}
  return { passes, ran: passes || (read.numFailedTests ?? 0) > 0 }
}

makeCopy()
const wanted = process.argv.slice(2)
const chosen = mutations.filter(
  ({ defence, test }) =>
    wanted.length === 0 || wanted.some((word) => defence.includes(word) || test === word),
)
const outcomes: [string, string, string][] = []
let isWell = chosen.length > 0
const judge = (mutation: Mutation, outcome: string, isGood: boolean) => {
  outcomes.push([mutation.defence, mutation.test, outcome])
  say(`${mutation.defence} – ${outcome} (${mutation.test})`)
  if (!isGood) isWell = false
}
try {
  const sound = new Map<string, boolean>()
  for (const mutation of chosen)
    if (!sound.has(mutation.test)) sound.set(mutation.test, (await runTest(mutation)).passes)
  for (const mutation of chosen) {
    if (!sound.get(mutation.test)) {
      judge(mutation, 'the test fails without any change', false)
      continue
    }
    const undo = apply(mutation)
    if (!undo) {
      judge(mutation, 'its source has changed: describe the removal anew', false)
      continue
    }
    const { passes, ran } = await runTest(mutation)
    undo()
    judge(mutation, passes ? 'NOT CAUGHT' : ran ? 'caught' : 'BROKEN: no test ran', !passes && ran)
  }
} finally {
  rmSync(join(copy, '..'), { recursive: true, force: true })
}
const widest = Math.max(0, ...outcomes.map(([defence]) => defence.length))
say('')
for (const [defence, test, outcome] of outcomes)
  say(`${defence.padEnd(widest)}  ${outcome.padEnd(10)}  ${test}`)
process.exitCode = isWell ? 0 : 1
