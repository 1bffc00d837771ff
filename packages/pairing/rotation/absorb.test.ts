import { expect, test } from 'vitest'
import { type AbsorbRequest, absorb } from '../index.ts'

const taken = (request: AbsorbRequest) => {
  const result = absorb(request)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
const groups = [
  ['a', 'b', 'c'],
  ['d', 'e', 'f'],
  ['g', 'h'],
]

test('a latecomer joins the smallest group, then the one where he has met fewest, and nobody else moves', () => {
  const one = taken({ groups, arrived: ['x'], min: 2, max: 4 })
  expect(one).toEqual({ groups: [groups[0], groups[1], ['g', 'h', 'x']], moved: [], waiting: [] })
  const two = taken({
    groups,
    arrived: ['x', 'y'],
    min: 2,
    max: 4,
    past: [
      [
        ['y', 'a'],
        ['y', 'g'],
      ],
    ],
  })
  expect(two.groups[1]).toEqual(['d', 'e', 'f', 'y'])
})

test('who must not meet is not seated together; who finds no place waits', () => {
  const apart = [...'gh'].map((id) => ['x', id] as const)
  expect(taken({ groups, arrived: ['x'], min: 2, max: 4, apart }).groups[0]).toEqual(['a', 'b', 'c', 'x'])
  expect(taken({ groups, arrived: ['x', 'y'], min: 2, max: 3, apart })).toMatchObject({ waiting: ['x'] })
})

test('when all are full, enough who wait make a group of their own', () => {
  const full = taken({ groups, arrived: ['x', 'y', 'z'], min: 2, max: 3 })
  expect(full).toEqual({
    groups: [groups[0], groups[1], ['g', 'h', 'x'], ['y', 'z']],
    moved: [],
    waiting: [],
  })
  expect(taken({ groups, arrived: ['x', 'y'], min: 2, max: 3 })).toMatchObject({ waiting: ['y'] })
})

test('leavers leave the others where they are, unless too few are left: those join others', () => {
  expect(taken({ groups, left: ['a'], min: 2, max: 4 })).toMatchObject({
    groups: [['b', 'c'], groups[1], groups[2]],
  })
  const alone = taken({ groups, left: ['h'], min: 2, max: 4 })
  expect(alone).toEqual({ groups: [['a', 'b', 'c', 'g'], groups[1], []], moved: ['g'], waiting: [] })
  // Nowhere to go: better a small group than none.
  expect(taken({ groups, left: ['h'], min: 2, max: 3 })).toMatchObject({
    groups: [groups[0], groups[1], ['g']],
  })
  // Somebody arrives and saves it.
  expect(taken({ groups, left: ['h'], arrived: ['x'], min: 2, max: 4 })).toMatchObject({ moved: [] })
})

test('nonsense is refused with its reason', () => {
  const refusal = (request: AbsorbRequest) => {
    const result = absorb(request)
    return result.ok ? null : result.refusal
  }
  expect(refusal({ groups, arrived: ['a'], min: 2, max: 4 })).toMatchObject({ code: 'named-twice', id: 'a' })
  expect(refusal({ groups, left: ['q'], min: 2, max: 4 })).toMatchObject({ code: 'unknown-person', id: 'q' })
  expect(refusal({ groups, min: 0, max: 4 })).toMatchObject({ code: 'out-of-range', what: 'min' })
  expect(refusal({ groups, min: 3, max: 2 })).toMatchObject({ code: 'out-of-range', what: 'max' })
  expect(refusal({ groups, min: 2, max: Number.NaN })).toMatchObject({ code: 'out-of-range', what: 'max' })
  expect(taken({ groups: [], arrived: [], min: 1, max: 1 })).toEqual({ groups: [], moved: [], waiting: [] })
})
