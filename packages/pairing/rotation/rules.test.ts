import { describe, expect, test } from 'vitest'
import { groupSizes, planRotation } from '../index.ts'
import type { Refusal, Rotation, RotationRequest } from './request.ts'

const named = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `p${at + from}`)
const room = (count: number) => named(count).map((id) => ({ id }))
const planned = (request: RotationRequest): Rotation => {
  const result = planRotation({ moves: 60_000, ...request })
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
const refused = (request: RotationRequest): Refusal | null => {
  const result = planRotation(request)
  return result.ok ? null : result.refusal
}
const mates = (rotation: Rotation, id: string) =>
  rotation.rounds.map(
    (round) => round.find((group) => group.includes(id))?.filter((other) => other !== id) ?? null,
  )

describe('each rule is kept', () => {
  const base: RotationRequest = { people: room(16), rounds: 4, sizes: { preferred: 4 } }

  test('pairs that must not meet never meet, and without the rule they would', () => {
    const free = planned({ ...base, rounds: 5 })
    expect(mates(free, 'p0').flat()).toEqual(expect.arrayContaining(named(15, 1)))
    const apart = named(3, 1).map((id) => ['p0', id] as const)
    const held = planned({ ...base, apart })
    for (const id of named(3, 1)) expect(mates(held, 'p0').flat()).not.toContain(id)
    expect(held.repeats.count).toBe(0)
  })

  test('who belongs together sits together in every round in which both are there', () => {
    const people = room(16).map((one) => (one.id === 'p2' ? { ...one, absent: [1] } : one))
    const held = planned({
      ...base,
      people,
      together: [
        ['p0', 'p1'],
        ['p2', 'p1'],
      ],
    })
    const with0 = mates(held, 'p0')
    for (const [round, group] of with0.entries()) {
      expect(group).toContain('p1')
      expect(group?.includes('p2')).toBe(round !== 1)
    }
    expect(mates(planned(base), 'p0').filter((group) => group?.includes('p1')).length).toBeLessThan(2)
  })

  test('a locked group is left alone, in its round or in all', () => {
    const trio = ['p3', 'p7', 'p11']
    const held = planned({ ...base, locked: [{ people: trio, round: 2 }, { people: ['p15'] }] })
    expect(held.rounds[2]).toContainEqual(trio)
    for (const round of held.rounds) expect(round).toContainEqual(['p15'])
    expect(
      held.rounds.filter((round) => round.some((group) => trio.every((id) => group.includes(id)))),
    ).toHaveLength(1)
  })

  test('who is away in a round is in no group of it, and everybody else is in one', () => {
    const people = room(16).map((one, at) => ({ ...one, absent: at < 3 ? [0, 3] : [] }))
    const held = planned({ ...base, people })
    expect(held.rounds.map((round) => round.flat().sort())).toEqual(
      [3, 0, 0, 3].map((from) => named(16 - from, from).sort()),
    )
  })

  test('people who met in earlier sessions meet later than others, the more so the greater the weight', () => {
    const strangers = named(16).flatMap((a, at) =>
      named(16)
        .slice(at + 1)
        .map((b): [string, string] => [a, b]),
    )
    const known = strangers.filter(([a, b]) => Number(a.slice(1)) % 4 === Number(b.slice(1)) % 4)
    const met = known.map((people) => ({ people, weight: 1 }))
    expect(planned({ ...base, met })).toMatchObject({ known: 0, repeats: { count: 0 } })
    expect(planned({ ...base, rounds: 5, met }).known).toBe(24)
    expect(planned({ ...base, rounds: 5, met }).repeats).toMatchObject({
      count: 24,
      bound: 24,
      boundIs: 'counting',
    })
  })

  test('rounds that were held are not repeated', () => {
    const past = [[named(4), named(4, 4), named(4, 8), named(4, 12)]]
    const held = planned({ ...base, past })
    expect(held.repeats.count).toBe(0)
    expect(held.again).toEqual([])
    const fifth = planned({ ...base, rounds: 5, past })
    expect(fifth.repeats.count).toBe(24)
    expect(fifth.again.every(({ before }) => before === 1)).toBe(true)
  })

  test('professions are spread as evenly as can be, without a single repeat', () => {
    const professions = ['nurse', 'nurse', 'doctor', 'porter']
    const people = room(20).map((one, at) => ({ ...one, traits: { profession: professions[at % 4] ?? '' } }))
    const held = planned({ people, rounds: 4, sizes: { groups: 5 } })
    expect(held.repeats.count).toBe(0)
    expect(held.unmixed).toEqual([])
    const profession = new Map(people.map(({ id, traits }) => [id, traits.profession]))
    for (const group of held.rounds.flat())
      expect(group.map((id) => profession.get(id)).sort()).toEqual(['doctor', 'nurse', 'nurse', 'porter'])
    const blind = planned({ people, rounds: 4, sizes: { groups: 5 }, mixing: 0 })
    const uneven = blind.rounds
      .flat()
      .filter((group) => new Set(group.map((id) => profession.get(id))).size < 3)
    expect(uneven.length).toBeGreaterThan(0)
  })
})

describe('where mixing is out of reach, the reason is told', () => {
  const of = (professions: readonly string[]) =>
    professions.map((profession, at) => ({ id: `p${at}`, traits: { profession } }))
  const repeat = (value: string, times: number) => new Array<string>(times).fill(value)

  test('too few: three doctors for four groups', () => {
    const people = of([...repeat('doctor', 3), ...repeat('nurse', 13)])
    const { unmixed } = planned({ people, rounds: 2, sizes: { groups: 4 } })
    expect(unmixed).toContainEqual({
      ...{ trait: 'profession', value: 'doctor', why: 'too-few', rounds: [0, 1] },
      ...{ people: [3, 3], groups: [4, 4] },
    })
    expect(unmixed).toContainEqual(expect.objectContaining({ value: 'nurse', why: 'too-many' }))
  })

  test('kept together, locked, kept apart', () => {
    const people = of([...repeat('doctor', 4), ...repeat('nurse', 12)])
    const base = { people, rounds: 1, sizes: { groups: 4 } }
    const why = (more: Partial<RotationRequest>) =>
      planned({ ...base, ...more }).unmixed.find(({ value }) => value === 'doctor')?.why
    expect(why({})).toBeUndefined()
    expect(why({ together: [['p0', 'p1']] })).toBe('kept-together')
    expect(why({ locked: [{ people: ['p0', 'p1'] }], sizes: { groups: 3 } })).toBe('locked')
    const nurses = named(12, 4)
    const apart = [0, 1].flatMap((doctor) => nurses.slice(0, 10).map((id) => [`p${doctor}`, id] as const))
    expect(why({ apart })).toBe('kept-apart')
  })

  test('new people first: only those of the other kind have not met yet', () => {
    const people = of(['doctor', 'nurse', 'doctor', 'nurse'])
    const past = [
      [
        ['p0', 'p1'],
        ['p2', 'p3'],
      ],
      [
        ['p0', 'p3'],
        ['p1', 'p2'],
      ],
    ]
    const { unmixed, repeats } = planned({ people, rounds: 1, sizes: { groups: 2 }, past })
    expect(repeats.count).toBe(0)
    expect(unmixed.map(({ value, why }) => [value, why])).toEqual([
      ['doctor', 'new-people-first'],
      ['nurse', 'new-people-first'],
    ])
    expect(planned({ people, rounds: 1, sizes: { groups: 2 }, past, mixing: 2 }).repeats.count).toBe(2)
  })
})

describe('sizes', () => {
  test.each([
    [7, { preferred: 4 }, [4, 3]],
    [5, { preferred: 4 }, [5]],
    [23, { preferred: 5 }, [5, 5, 5, 4, 4]],
    [3, { preferred: 2 }, [3]],
    [10, { preferred: 4, min: 3, max: 4 }, [4, 3, 3]],
    [6, { preferred: 4, min: 4, max: 5 }, null],
    [1, { preferred: 4 }, null],
    [1, { preferred: 1 }, [1]],
    [0, { preferred: 4 }, []],
    [11, { groups: 3 }, [4, 4, 3]],
    [2, { groups: 3 }, null],
    [6, { exactly: [1, 5] }, [1, 5]],
    [7, { exactly: [1, 5] }, null],
  ] as const)('%i people, %o: %o', (people, sizes, expected) => {
    expect(groupSizes({ people, sizes })).toEqual(expected)
  })

  test('whoever has two people or more gets groups near every preferred size', () => {
    for (let preferred = 2; preferred < 12; preferred++)
      for (let people = Math.max(2, Math.ceil(preferred / 2)); people < 200; people++) {
        const sizes = groupSizes({ people, sizes: { preferred } }) ?? []
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }
  })

  test('exact sizes stand in the order in which they were asked for', () => {
    const { rounds } = planned({ people: room(9), rounds: 3, sizes: { exactly: [2, 4, 3] } })
    for (const round of rounds) expect(round.map(({ length }) => length)).toEqual([2, 4, 3])
  })
})

describe('the bound says why there are no fewer repeats', () => {
  const boundOf = (request: RotationRequest) => {
    const { bound, boundIs } = planned(request).repeats
    return { bound, boundIs }
  }

  test('bans leave fewer pairs to meet', () => {
    const request: RotationRequest = { people: room(4), rounds: 3, sizes: { groups: 2 } }
    expect(boundOf(request)).toEqual({ bound: 0, boundIs: 'none' })
    expect(boundOf({ ...request, apart: [['p0', 'p1']] })).toEqual({ bound: 1, boundIs: 'counting' })
  })

  test('two meet no oftener than both are there', () => {
    const people = [[2], [], [0, 1]].map((absent, at) => ({ id: `p${at}`, absent }))
    expect(boundOf({ people, rounds: 3, sizes: { groups: 1 } })).toEqual({ bound: 1, boundIs: 'counting' })
  })

  test('who is kept together meets again and again, and a locked group does', () => {
    const request: RotationRequest = { people: room(20), rounds: 4, sizes: { preferred: 4 } }
    expect(boundOf({ ...request, together: [['p0', 'p1']] })).toEqual({ bound: 6, boundIs: 'counting' })
    expect(boundOf({ ...request, locked: [{ people: named(4) }] }).bound).toBeGreaterThanOrEqual(36)
  })

  test('groups larger than their number cross, and some rounds were tried in full by others', () => {
    expect(boundOf({ people: room(10), rounds: 2, sizes: { groups: 2 } })).toEqual({
      bound: 8,
      boundIs: 'crossing',
    })
    expect(boundOf({ people: room(12), rounds: 5, sizes: { groups: 4 } })).toEqual({
      bound: 1,
      boundIs: 'exhausted',
    })
    expect(boundOf({ people: room(16), rounds: 6, sizes: { groups: 4 } })).toEqual({
      bound: 24,
      boundIs: 'counting',
    })
  })
})

describe('what contradicts itself is refused with the reason', () => {
  const base: RotationRequest = { people: room(6), rounds: 2, sizes: { preferred: 3 } }
  const cases: [string, Partial<RotationRequest>, Partial<Refusal>][] = [
    ['nobody', { people: [] }, { code: 'nobody' }],
    ['one person', { people: room(1) }, { code: 'sizes-do-not-fit', round: 0, people: 1 }],
    ['no groups', { sizes: { groups: 0 } }, { code: 'out-of-range', what: 'sizes.groups' }],
    ['no sizes', { sizes: { exactly: [] } }, { code: 'out-of-range', what: 'sizes.exactly' }],
    ['an empty group', { sizes: { exactly: [6, 0] } }, { code: 'out-of-range', what: 'sizes.exactly' }],
    ['half a person', { sizes: { preferred: 2.5 } }, { code: 'out-of-range', what: 'sizes.preferred' }],
    ['min above preferred', { sizes: { preferred: 3, min: 4 } }, { code: 'out-of-range', what: 'sizes.min' }],
    ['max below preferred', { sizes: { preferred: 3, max: 2 } }, { code: 'out-of-range', what: 'sizes.max' }],
    ['no rounds', { rounds: 0 }, { code: 'out-of-range', what: 'rounds' }],
    ['not a number', { rounds: Number.NaN }, { code: 'out-of-range', what: 'rounds' }],
    ['endless rounds', { rounds: Number.POSITIVE_INFINITY }, { code: 'out-of-range', what: 'rounds' }],
    ['a seed below nought', { seed: -1 }, { code: 'out-of-range', what: 'seed' }],
    [
      'a weight below nought',
      { met: [{ people: ['p0', 'p1'], weight: -1 }] },
      { code: 'out-of-range', what: 'met.weight' },
    ],
    ['mixing without end', { mixing: Number.NaN }, { code: 'out-of-range', what: 'mixing' }],
    ['more groups than people', { sizes: { groups: 7 } }, { code: 'sizes-do-not-fit', people: 6 }],
    ['sizes that do not add up', { sizes: { exactly: [3, 4] } }, { code: 'sizes-do-not-fit', people: 6 }],
    [
      'a name twice',
      { people: [...room(6), { id: 'p3' }] },
      { code: 'named-twice', id: 'p3', where: 'people' },
    ],
    [
      'twice in a round',
      { past: [[['p0', 'p1'], ['p0']]] },
      { code: 'named-twice', id: 'p0', where: 'past' },
    ],
    ['twice in a draft', { draft: [[['p0'], ['p0']]] }, { code: 'named-twice', id: 'p0', where: 'draft' }],
    ['apart from oneself', { apart: [['p0', 'p0']] }, { code: 'named-twice', id: 'p0', where: 'apart' }],
    ['met oneself', { met: [{ people: ['p0', 'p0'], weight: 1 }] }, { code: 'named-twice', where: 'met' }],
    ['twice in a set', { together: [['p0', 'p0']] }, { code: 'named-twice', where: 'together' }],
    ['a stranger apart', { apart: [['p0', 'x']] }, { code: 'unknown-person', id: 'x', where: 'apart' }],
    [
      'a stranger together',
      { together: [['p0', 'x']] },
      { code: 'unknown-person', id: 'x', where: 'together' },
    ],
    [
      'a locked stranger',
      { locked: [{ people: ['x'] }] },
      { code: 'unknown-person', id: 'x', where: 'locked' },
    ],
    [
      'away in a round that is not',
      { people: [{ id: 'a', absent: [2] }] },
      { code: 'no-such-round', round: 2 },
    ],
    ['locked in a round that is not', { locked: [{ people: ['p0'], round: 9 }] }, { code: 'no-such-round' }],
    [
      'together and apart',
      {
        together: [
          ['p0', 'p1'],
          ['p1', 'p2'],
        ],
        apart: [['p2', 'p0']],
      },
      { code: 'together-and-apart' },
    ],
    [
      'locked twice',
      { locked: [{ people: ['p0'] }, { people: ['p0'], round: 1 }] },
      { code: 'locked-twice', round: 1 },
    ],
    [
      'locked and apart',
      { locked: [{ people: ['p0', 'p1'] }], apart: [['p1', 'p0']] },
      { code: 'locked-apart' },
    ],
    [
      'locked away from a friend',
      { locked: [{ people: ['p0'] }], together: [['p0', 'p1']] },
      { code: 'locked-splits' },
    ],
    ['too many together', { together: [named(4)] }, { code: 'too-many-together', people: 4, most: 3 }],
    [
      'three who are all apart in two groups',
      {
        apart: [
          ['p0', 'p1'],
          ['p1', 'p2'],
          ['p0', 'p2'],
        ],
      },
      { code: 'no-groups', round: 0, isProved: true },
    ],
    [
      'sets that do not pack',
      {
        sizes: { exactly: [3, 3] },
        together: [
          ['p0', 'p1'],
          ['p2', 'p3'],
          ['p4', 'p5'],
        ],
      },
      { code: 'no-groups', isProved: true },
    ],
    ['a past too long', { people: room(1500), past: [[named(1500)]] }, { code: 'too-large' }],
    ['a crowd in two groups', { people: room(5000), sizes: { groups: 2 } }, { code: 'too-large' }],
    ['more than ten thousand', { people: room(10_001) }, { code: 'out-of-range', what: 'people' }],
  ]
  test.each(cases)('%s', (_, more, refusal) => {
    expect(refused({ ...base, ...more })).toMatchObject(refusal)
  })

  test('no weight of earlier sessions outweighs a rule', () => {
    const met = Array.from({ length: 3000 }, (_, at) => ({
      people: [`p${(at % 5) + 1}`, 'p0'] as [string, string],
      weight: at % 5 === 0 ? 0 : 1000,
    }))
    const { rounds, known } = planned({ ...base, met, apart: [['p0', 'p1']] })
    for (const round of rounds) expect(round.find((group) => group.includes('p0'))).not.toContain('p1')
    expect(known).toBe(4)
  })

  test('a room that everybody is away from has no groups', () => {
    const people = room(6).map((one) => ({ ...one, absent: [0] }))
    const { rounds } = planned({ ...base, people })
    expect(rounds.map(({ length }) => length)).toEqual([0, 2])
    expect(planned({ ...base, people, rounds: 1 })).toMatchObject({
      rounds: [[]],
      met: { least: 0, mean: 0 },
    })
  })

  test('what comes from nowhere in a record is not taken for a trait', () => {
    const people = room(6).map((one, at) => ({
      ...one,
      traits: at === 0 ? { constructor: 'a', __proto__: null } : {},
    }))
    expect(planned({ ...base, people: people as RotationRequest['people'] }).rounds).toHaveLength(2)
  })
})
