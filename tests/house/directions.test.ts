import { expect, test } from 'vitest'
import { files, read } from './tree.ts'

const styles = files.filter((file) => /^src\/.+\.(css|svelte|html)$/.test(file))
const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/

/** The rules of a style sheet, or of what a component carries, without remarks. */
const rulesOf = (file: string): string => {
  const text = read(file)
  const css = file.endsWith('.css')
    ? text
    : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, one]) => one).join('\n')
  return css.replaceAll(/\/\*[\s\S]*?\*\//g, '')
}
const physicalIn = (css: string) =>
  css
    .split('\n')
    .filter((line) => physical.test(line))
    .map((line) => line.trim())

test('no style knows left from right: pages run from right to left by themselves', () => {
  const found = styles.flatMap((file) => physicalIn(rulesOf(file)).map((line) => `${file}: ${line}`))
  expect(found).toEqual([])
})

test('the pattern finds what it looks for, and lets what is logical pass', () => {
  const wrong = [
    'margin-left: 1px',
    ' right: 0;',
    'text-align: left',
    'border-top-right-radius: 2px',
    '{ left: 0 }',
    'float: right',
  ]
  expect(physicalIn(wrong.join('\n'))).toHaveLength(wrong.length)
  const fine = [
    'margin-inline-start: 1px',
    'inset-inline-end: 0',
    'text-align: start',
    '--left: 3',
    'background-position: left 1rem center',
  ]
  expect(physicalIn(fine.join('\n'))).toEqual([])
})
