import { expect, test } from 'vitest'
import { planInSteps, planRotation } from '../index.ts'
import type { RotationRequest } from './request.ts'

const crowd = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `p${at}` }))

test('ten thousand people in fives meet nobody twice in six rounds', () => {
  const result = planRotation({ people: crowd(10_000), rounds: 6, sizes: { preferred: 5 } })
  expect(result.ok && result.value).toMatchObject({
    repeats: { count: 0, isMet: true },
    found: { by: 'design' },
  })
  expect(result.ok && result.value.met).toEqual({ least: 24, mean: 24, others: 9999 })
})

test('ten thousand people with bans, sets, professions and absences get groups that keep every rule', () => {
  const request: RotationRequest = {
    people: crowd(10_000).map((one, at) => ({
      ...one,
      traits: { profession: `p${at % 4}` },
      absent: at % 50 === 0 ? [0] : [],
    })),
    rounds: 2,
    sizes: { preferred: 5 },
    apart: Array.from({ length: 3000 }, (_, at) => [`p${at}`, `p${at + 5000}`] as const),
    together: Array.from({ length: 500 }, (_, at) => [`p${at + 3000}`, `p${at + 4000}`]),
    moves: 20_000,
  }
  const result = planRotation(request)
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  for (const round of result.value.rounds) {
    const groupOf = new Map(round.flatMap((group, at) => group.map((id) => [id, at] as const)))
    for (const [a, b] of request.apart ?? [])
      if (groupOf.has(a) && groupOf.has(b)) expect(groupOf.get(a)).not.toBe(groupOf.get(b))
    for (const [a = '', b = ''] of request.together ?? [])
      if (groupOf.has(a) && groupOf.has(b)) expect(groupOf.get(a)).toBe(groupOf.get(b))
  }
})

test('bans that knot everything together end in a refusal, not in silence', () => {
  // Seven people who are all apart from each other, and six groups: proved. Knotted so that no proof comes: said.
  const clique = crowd(7).flatMap(({ id: a }, at) =>
    crowd(7)
      .slice(at + 1)
      .map(({ id: b }) => [a, b] as const),
  )
  const proved = planRotation({ people: crowd(30), rounds: 1, sizes: { groups: 6 }, apart: clique })
  expect(proved).toEqual({ ok: false, refusal: { code: 'no-groups', round: 0, isProved: true } })
  const knot = crowd(40).flatMap(({ id: a }, at) =>
    crowd(40)
      .slice(at + 1)
      .filter((_, next) => (at * 7 + next * 3) % 10 < 9)
      .map(({ id: b }) => [a, b] as const),
  )
  const given = planRotation({
    people: crowd(40),
    rounds: 1,
    sizes: { groups: 8 },
    apart: knot,
    moves: 20_000,
  })
  expect(given).toMatchObject({ ok: false, refusal: { code: 'no-groups', round: 0 } })
})

test('whoever stops asking for steps stops the work, and two plans at once do not disturb each other', () => {
  const request: RotationRequest = { people: crowd(22), rounds: 6, sizes: { preferred: 4 }, moves: 40_000 }
  const alone = planRotation(request)
  const one = planInSteps(request)
  const other = planInSteps({ ...request, seed: 9 })
  let step = one.next()
  for (; !step.done; step = one.next()) other.next()
  expect(step.value).toEqual(alone)
  expect(other.return({ ok: false, refusal: { code: 'nobody' } }).done).toBe(true)
})
