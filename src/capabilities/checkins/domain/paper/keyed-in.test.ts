import { expect, test } from 'vitest'
import { keyedInShown } from './keyed-in.ts'

const shown = (keyedIn: number, rest: Partial<Parameters<typeof keyedInShown>[0]> = {}) =>
  keyedInShown({ keyedIn, ballots: 40, onPaper: 30, k: 8, ...rest })

test('where nobody typed for others, nothing is said', () => {
  expect(shown(0)).toBeUndefined()
})

test('the number is said where it and all that is left are large enough', () => {
  expect(shown(8)).toBe(8)
  expect(shown(22)).toBe(22)
})

test('a small number, or a small rest of ballots or of sheets, is “some”', () => {
  for (const few of [1, 7]) expect(shown(few)).toBe('some')
  expect(shown(23)).toBe('some')
  expect(shown(30)).toBe('some')
  expect(shown(12, { ballots: 19 })).toBe('some')
  expect(shown(12, { ballots: 12, onPaper: 12 })).toBe('some')
})
