import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planInSteps, planRotation } from '../index.ts'
import { costOf, leastOf } from './brute-force.fixture.ts'
import type { RotationRequest } from './request.ts'

const named = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`)
const copy = (rounds: readonly (readonly (readonly string[])[])[]) =>
  rounds.map((round) => round.map((group) => [...group]))

/** Small rooms with every rule there is, contradictory ones among them. */
const rooms: fc.Arbitrary<RotationRequest> = fc
  .record({ count: fc.integer({ min: 4, max: 7 }), rounds: fc.integer({ min: 1, max: 2 }) })
  .chain(({ count, rounds }) => {
    const id = fc.integer({ min: 0, max: count - 1 }).map((at) => `p${at}`)
    const pair = fc.uniqueArray(id, { minLength: 2, maxLength: 2 }).map(([a = '', b = '']) => [a, b] as const)
    return fc.record({
      people: fc.tuple(
        ...named(count).map((name) =>
          fc.record({
            id: fc.constant(name),
            traits: fc.record({ profession: fc.constantFrom('nurse', 'doctor') }, { requiredKeys: [] }),
            absent: fc.oneof(
              { weight: 6, arbitrary: fc.constant<number[]>([]) },
              { weight: 1, arbitrary: fc.integer({ min: 0, max: rounds - 1 }).map((round) => [round]) },
            ),
          }),
        ),
      ),
      rounds: fc.constant(rounds),
      sizes: fc.constantFrom(
        { preferred: 2 },
        { preferred: 3 },
        { preferred: 3, min: 2, max: 4 },
        { groups: 2 },
        { exactly: [3, 2, 1] },
      ),
      apart: fc.array(pair, { maxLength: 4 }),
      together: fc.array(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), { maxLength: 1 }),
      locked: fc.array(
        fc.record({ people: fc.uniqueArray(id, { minLength: 1, maxLength: 2 }), round: fc.constant(0) }),
        { maxLength: 1 },
      ),
      past: fc.constantFrom([], [[named(3), named(count).slice(3)]]),
      met: fc.array(
        fc.record({
          people: pair.map(([a, b]): [string, string] => [a, b]),
          weight: fc.constantFrom(0.5, 2),
        }),
        { maxLength: 2 },
      ),
      mixing: fc.constantFrom(0, 0.3, 2),
      seed: fc.integer({ min: 0, max: 1000 }),
      moves: fc.constant(30_000),
    })
  })

test('small rooms get the cheapest plan that there is, or the refusal when there is none', () => {
  let planned = 0
  let refused = 0
  fc.assert(
    fc.property(rooms, (request) => {
      const least = leastOf(request)
      const result = planRotation(request)
      if (!result.ok) {
        refused++
        // That contradicts itself even where the two are never there at once.
        if (result.refusal.code === 'together-and-apart') return
        expect({ least, refusal: result.refusal }).toMatchObject({ least: null })
        return
      }
      planned++
      const { rounds, repeats } = result.value
      expect(costOf(request, copy(rounds))).toBeCloseTo(least ?? Number.NaN, 6)
      expect(repeats.count).toBeCloseTo(costOf({ ...request, mixing: 0 }, copy(rounds)), 6)
      expect(repeats.bound).toBeLessThanOrEqual(repeats.count + 1e-9)
    }),
    { numRuns: 250, seed: 20261122 },
  )
  expect(planned).toBeGreaterThan(80)
  expect(refused).toBeGreaterThan(20)
})

test('no plan of a small room costs less than the bound says', () => {
  let tight = 0
  fc.assert(
    fc.property(rooms, (request) => {
      const bare = { ...request, mixing: 0 }
      const result = planRotation({ ...bare, moves: 0 })
      if (!result.ok) return
      const least = leastOf(bare) ?? Number.NaN
      expect(result.value.repeats.bound).toBeLessThanOrEqual(least + 1e-9)
      if (result.value.repeats.bound > 0 && result.value.repeats.bound >= least - 1e-9) tight++
    }),
    { numRuns: 150, seed: 7 },
  )
  expect(tight).toBeGreaterThan(15)
})

test('a sure bound is a bound: three rounds of six people, tried in full', () => {
  for (const groups of [2, 3]) {
    const request = { people: named(6).map((id) => ({ id })), rounds: 3, sizes: { groups } }
    const result = planRotation(request)
    const least = leastOf(request)
    expect(result.ok && result.value.repeats).toMatchObject({ count: least, bound: least, isMet: true })
  }
})

test('the same request gives the same plan, whether in one go or in steps; another seed gives another', () => {
  const request: RotationRequest = {
    people: named(23).map((id, at) => ({ id, traits: { ward: `w${at % 4}` }, absent: at === 3 ? [1] : [] })),
    rounds: 4,
    sizes: { preferred: 4 },
    apart: [['p0', 'p1']],
    moves: 60_000,
  }
  const steps = planInSteps(request)
  const seen: number[] = []
  let step = steps.next()
  for (; !step.done; step = steps.next()) seen.push(step.value)
  expect(step.value).toEqual(planRotation(request))
  expect(planRotation({ ...request, seed: 2 })).not.toEqual(step.value)
  // Between two turns for others the search tries a few thousand exchanges at most, and never more than it may.
  expect(seen.length).toBeGreaterThan(20)
  expect(seen.every((moves, at) => moves >= (seen[at - 1] ?? 0) && moves <= (seen[at - 1] ?? 0) + 5000)).toBe(
    true,
  )
  expect(step.value.ok && step.value.value.found.moves).toBeLessThanOrEqual(60_000)
})

test('who leaves or arrives in the middle: what was held counts, and an announced plan stays where it can', () => {
  const people = named(25).map((id) => ({ id }))
  const whole = planRotation({ people, rounds: 5, sizes: { preferred: 5 } })
  if (!whole.ok) throw new Error(whole.refusal.code)
  const [first = [], second = [], ...later] = whole.value.rounds
  const left = planRotation({
    people: people.slice(1),
    rounds: 3,
    sizes: { groups: 5 },
    past: [first, second],
    draft: later,
  })
  if (!left.ok) throw new Error(left.refusal.code)
  expect(left.value.repeats.count).toBe(0)
  const without = later.map((round) => round.map((group) => group.filter((id) => id !== 'p0').sort()))
  const sorted = (round: readonly (readonly string[])[]) =>
    round.map((group) => [...group].sort().join()).sort()
  expect(left.value.rounds.map(sorted)).toEqual(without.map(sorted))

  const arrived = planRotation({
    people: [...people, { id: 'late' }],
    rounds: 3,
    sizes: { groups: 5 },
    past: [first, second],
    draft: later,
  })
  if (!arrived.ok) throw new Error(arrived.refusal.code)
  for (const round of arrived.value.rounds) expect(round.flat()).toContain('late')
  const sizes = arrived.value.rounds[0]?.map(({ length }) => length).sort()
  expect(sizes).toEqual([5, 5, 5, 5, 6])
  expect(arrived.value.repeats.isMet).toBe(true)
})
