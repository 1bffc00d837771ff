import fc from 'fast-check'
import { expect, test } from 'vitest'
import { typingDistance } from './likeness.ts'

/** The definition itself, without a thought for speed. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [shortA, shortB] = [a.slice(0, -1), b.slice(0, -1)]
  const ways = [
    plainDistance(shortA, b) + 1,
    plainDistance(a, shortB) + 1,
    plainDistance(shortA, shortB) + (a.at(-1) === b.at(-1) ? 0 : 1),
  ]
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1))
    ways.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1)
  return Math.min(...ways)
}

test('The distance between two words is that of the definition, up to the limit', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, limit) => {
      expect(typingDistance({ a, b, limit })).toBe(Math.min(plainDistance(a, b), limit + 1))
    }),
    { numRuns: 1000 },
  )
})
