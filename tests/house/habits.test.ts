import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { codeFiles, files, isTest, read } from './tree.ts'

// Written so that this file does not find itself.
const marks = /\b(TO[D]O|FIX[M]E|XX[X]|HAC[K])\b/
const unfinishedTests = /\b(describe|test|it|suite)(\.\w+)*\.(on[l]y|ski[p]|tod[o]|skipI[f]|runI[f])\b/
const machinePaths = /(^|[^\w.])\/(home|Users|root|wor[k]|far[m])\/\w/
const emptyNames = /(^|[-.])(manager|helpers?|utils?|common|base|info)[-.]/
const texts = /\.(ts|js|cjs|svelte|css|md|json|ya?ml|sql|html|txt)$|^\.ci\/|^bin\//
const longTables = /\/(tables?|vectors)[/.-]|-(table|vectors)\.ts$/

const linesThat = (options: { match: RegExp; in: string[] }): string[] =>
  options.in.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        options.match.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
      ),
  )
const ownTexts = files.filter((file) => texts.test(file) && file !== 'package-lock.json')

test('no work is left behind as a remark', () => {
  expect(linesThat({ match: marks, in: codeFiles })).toEqual([])
})

test('no test is switched off or favoured', () => {
  expect(linesThat({ match: unfinishedTests, in: codeFiles.filter(isTest) })).toEqual([])
})

test('nothing names a folder of one machine', () => {
  expect(linesThat({ match: machinePaths, in: ownTexts })).toEqual([])
})

test('a file is at most 300 lines; a test or a table 500', () => {
  const limit = (file: string) => (isTest(file) || longTables.test(file) ? 500 : 300)
  const lengths = codeFiles.map((file) => ({ file, lines: read(file).split('\n').length - 1 }))
  expect(lengths.filter(({ file, lines }) => lines > limit(file))).toEqual([])
})

test('a name says what a thing is', () => {
  expect(codeFiles.filter((file) => emptyNames.test(basename(file)))).toEqual([])
})

test('an address does not hand on the load function of another', () => {
  const routes = codeFiles.filter((file) => file.startsWith('src/routes/'))
  expect(linesThat({ match: /export\s*(\*|\{[^}]*\b(load|actions)\b[^}]*\})\s*from/, in: routes })).toEqual(
    [],
  )
})

test('the patterns above find what they look for', () => {
  const found = (match: RegExp, ...lines: string[]) => lines.filter((line) => match.test(line)).length
  expect(found(marks, `// ${'TO'}DO later`, `// ${'FIX'}ME`)).toBe(2)
  expect(
    found(unfinishedTests, `test.${'on'}ly('a')`, `describe.${'sk'}ip('b')`, `test.each.${'sk'}ip`),
  ).toBe(3)
  expect(found(machinePaths, `"/${'home'}/ada/kith"`, `/${'wor'}k/main`, 'see /app/home/today')).toBe(2)
  expect(found(emptyNames, 'date-utils.ts', 'helper.ts', 'information.ts', 'database.ts')).toBe(2)
})
