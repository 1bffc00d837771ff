import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRotation } from '../index.ts'
import { bestDesign, provedMost } from './best-design.ts'
import type { Design } from './design.ts'
import { storedDesigns } from './developed.ts'
import { ringOf } from './field.ts'
import known from './known-rounds.json' with { type: 'json' }

/** How many pairs meet a second time, and whether each round seats everybody once in groups of one size. */
const judge = (design: Design, rounds = design.length) => {
  const met = new Set<string>()
  let again = 0
  let isWhole = true
  const people = design.groups * design.size
  for (let at = 0; at < rounds; at++) {
    const groups = design.round(at)
    const all = groups.flat().sort((a, b) => a - b)
    isWhole &&= groups.length === design.groups && groups.every(({ length }) => length === design.size)
    isWhole &&= all.length === people && all.every((person, index) => person === index)
    for (const group of groups)
      for (const [index, a] of group.entries())
        for (const b of group.slice(index + 1)) {
          const pair = `${Math.min(a, b)} ${Math.max(a, b)}`
          if (met.has(pair)) again++
          met.add(pair)
        }
  }
  return { again, isWhole }
}

describe('designs without repeats', () => {
  test.each(storedDesigns.map((one) => [one.groups, one.size, one.rounds] as const))(
    '%i groups of %i: the stored %i rounds hold',
    (groups, size, rounds) => {
      const design = bestDesign({ groups, size })
      expect(design.length).toBeGreaterThanOrEqual(rounds)
      expect(judge(design)).toEqual({ again: 0, isWhole: true })
    },
  )

  test('every design up to 60 people holds, whichever way it is made', () => {
    for (let size = 1; size <= 30; size++)
      for (let groups = 1; groups * size <= 60; groups++) {
        const design = bestDesign({ groups, size })
        expect({ groups, size, ...judge(design) }).toEqual({ groups, size, again: 0, isWhole: true })
      }
  })

  test.each([
    [100, 5, 6],
    [64, 8, 40],
    [72, 7, 8],
    [60, 3, 60],
    [125, 4, 20],
    [77, 11, 7],
  ])('%i groups of %i hold for %i rounds', (groups, size, rounds) => {
    const design = bestDesign({ groups, size })
    expect(design.length).toBeGreaterThanOrEqual(rounds)
    expect(judge(design, rounds)).toEqual({ again: 0, isWhole: true })
  })

  test.each(known.cases)(
    'no repeats where it is known to be possible: $groups groups of $size for $rounds rounds',
    ({ groups, size, rounds }) => {
      const people = Array.from({ length: groups * size }, (_, at) => ({ id: `p${at}` }))
      const result = planRotation({ people, rounds, sizes: { preferred: size } })
      expect(result.ok && result.value.repeats).toMatchObject({ count: 0, isMet: true })
    },
  )

  test.each([
    [19, 4, 5],
    [23, 5, 5],
    [25, 4, 6],
    [31, 5, 6],
    [34, 4, 7],
    [43, 6, 6],
    [49, 5, 7],
  ])(
    '%i people in groups near %i, for %i rounds: sizes differ and nobody meets twice',
    (count, preferred, rounds) => {
      const people = Array.from({ length: count }, (_, at) => ({ id: `p${at}` }))
      const result = planRotation({ people, rounds, sizes: { preferred } })
      expect(result.ok && result.value).toMatchObject({ repeats: { count: 0 }, found: { by: 'design' } })
    },
  )

  test('nothing here claims more rounds than counting allows, or than an exhaustive search of others found', () => {
    for (let size = 2; size <= 12; size++)
      for (let groups = 2; groups * size <= 120; groups++) {
        const { length } = bestDesign({ groups, size })
        const most = provedMost({ groups, size }) ?? Math.floor((groups * size - 1) / (size - 1))
        expect(length).toBeLessThanOrEqual(most)
      }
  })
})

describe('the arithmetic of designs', () => {
  const orders = fc.constantFrom(2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 20, 25, 27, 36, 49, 100)

  test('is commutative, associative, distributive and has a nought and a one', () => {
    fc.assert(
      fc.property(orders, fc.nat(), fc.nat(), fc.nat(), (order, x, y, z) => {
        const { add, multiply, spread } = ringOf(order)
        const [a, b, c] = [x % order, y % order, z % order]
        expect(add(a, b)).toBe(add(b, a))
        expect(add(add(a, b), c)).toBe(add(a, add(b, c)))
        expect(multiply(a, b)).toBe(multiply(b, a))
        expect(multiply(multiply(a, b), c)).toBe(multiply(a, multiply(b, c)))
        expect(multiply(a, add(b, c))).toBe(add(multiply(a, b), multiply(a, c)))
        expect(add(a, 0)).toBe(a)
        expect(multiply(a, spread(1))).toBe(a)
      }),
      { seed: 3 },
    )
  })

  test('has as many elements with invertible differences as its smallest field', () => {
    for (const order of [4, 6, 8, 9, 12, 15, 16, 20, 36, 100]) {
      const { add, multiply, spread, least } = ringOf(order)
      for (let i = 0; i < least; i++)
        for (let j = 0; j < i; j++) {
          const negative =
            Array.from({ length: order }, (_, x) => x).find((x) => add(spread(j), x) === 0) ?? 0
          const difference = add(spread(i), negative)
          const images = new Set(Array.from({ length: order }, (_, x) => multiply(difference, x)))
          expect(images.size).toBe(order)
        }
    }
  })
})
