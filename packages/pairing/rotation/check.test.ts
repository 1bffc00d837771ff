import { describe, expect, test } from 'vitest'
import { readRequest } from '../reading/read-request.ts'
import { brokenRound } from './check.ts'
import type { RotationRequest } from './request.ts'

const request: RotationRequest = {
  people: [...'abcdefgh'].map((id) => ({ id, absent: id === 'h' ? [0] : [] })),
  rounds: 2,
  sizes: { preferred: 3 },
  apart: [['a', 'b']],
  together: [['c', 'd']],
  locked: [{ people: ['g'], round: 0 }],
}

/** Round by round, groups in letters; a locked group stands first. */
const broken = (...rounds: string[][]) => {
  const read = readRequest(request)
  if (!read.ok) throw new Error(read.refusal.code)
  const numbers = new Map(read.value.ids.map((id, at) => [id, at]))
  const plan = rounds.map((round) => round.map((group) => [...group].map((id) => numbers.get(id) ?? 99)))
  return brokenRound({ problem: read.value, rounds: plan })
}

// Whatever the search does, what breaks a rule does not leave: the check looks at the groups alone.
describe('a plan that breaks a rule is found out', () => {
  const first = ['g', 'acd', 'bef']
  const second = ['acd', 'bef', 'gh']

  test('one that keeps them all is not', () => {
    expect(broken(first, second)).toBeNull()
  })

  test.each([
    ['two who must not meet', ['g', 'abe', 'cdf'], second, 0],
    ['a set that is parted', first, ['ace', 'bdf', 'gh'], 1],
    ['a locked group with a guest', ['gf', 'acd', 'be'], second, 0],
    ['a locked group that is parted', ['e', 'acd', 'bgf'], second, 0],
    ['a group that is too large', first, ['acd', 'befg', 'h'], 1],
    ['a group too few', first, ['acd', 'bef'], 1],
    ['somebody who is away', ['g', 'acd', 'beh'], second, 0],
    ['somebody twice', first, ['acd', 'bea', 'gh'], 1],
    ['nobody at all', [], second, 0],
  ])('%s', (_, one, other, round) => {
    expect(broken(one, other)).toBe(round)
  })
})
