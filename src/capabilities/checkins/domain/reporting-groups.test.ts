import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaks } from '#packages/small-cells/index.ts'
import { type AudienceUnit, EVERYONE, planReportingGroups, type ReportingPlan } from './reporting-groups.ts'

const unit = (id: string, parent: string | null, position = 0): AudienceUnit => ({
  id,
  parent,
  name: `The ${id}`,
  position,
})
const people = (unit: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ member: `${unit}-${i}`, unit }))

const planned = (given: Parameters<typeof planReportingGroups>[0]): ReportingPlan => {
  const result = planReportingGroups(given)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
const groupOf = (plan: ReportingPlan, member: string) =>
  plan.groups.find(({ members }) => members.includes(member))

const hospital = [
  unit('hospital', null),
  unit('surgery', 'hospital', 1),
  unit('ward', 'surgery'),
  unit('clinic', 'hospital', 2),
]

/** Audiences of up to twelve units with several tops, leads and empty corners; at least twenty people. */
const audiences = fc
  .record({
    parents: fc.array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 12 }),
    homes: fc.array(fc.nat(11), { minLength: 20, maxLength: 60 }),
    leads: fc.array(fc.option(fc.tuple(fc.nat(11), fc.nat(11)), { freq: 4 }), {
      minLength: 60,
      maxLength: 60,
    }),
    k: fc.integer({ min: 5, max: 20 }),
  })
  .map(({ parents, homes, leads, k }) => {
    const units = parents.map((drawn, i) =>
      unit(`u${i}`, i === 0 || drawn < 0 ? null : `u${drawn % i}`, drawn % 3),
    )
    const eligible = homes.map((home, i) => ({
      member: `m${i}`,
      unit: `u${home % units.length}`,
      leads: (leads[i] ?? []).map((led) => `u${led}`),
    }))
    return { units, eligible, k }
  })

const lineOf = (plan: ReportingPlan, id: string): string[] => {
  const node = plan.nodes.find((candidate) => candidate.unit === id)
  return node ? [id, ...(node.parent === null ? [] : lineOf(plan, node.parent))] : []
}

describe('planning reporting groups', () => {
  it('puts everyone who may answer into exactly one group, and no group is below the minimum', () => {
    fc.assert(
      fc.property(audiences, (given) => {
        const plan = planned(given)
        const members = plan.groups.flatMap((group) => group.members)
        expect(members.toSorted()).toEqual(given.eligible.map(({ member }) => member).toSorted())
        for (const group of plan.groups) {
          expect(group.eligible).toBe(group.members.length)
          expect(group.eligible).toBeGreaterThanOrEqual(given.k)
        }
      }),
    )
  })

  it('plans results from which no smaller group of people can be worked out', () => {
    fc.assert(
      fc.property(audiences, (given) => {
        const plan = planned(given)
        const published = new Set(plan.nodes.flatMap((node) => (node.reported === 'with' ? [] : [node.unit])))
        const placed = new Map<string, number>()
        for (const node of plan.nodes) {
          const below = plan.nodes.filter(({ parent }) => parent === node.unit)
          placed.set(node.unit, node.people - below.reduce((sum, child) => sum + child.people, 0))
        }
        const nodes = plan.nodes.map(({ unit, parent }) => ({
          id: unit,
          parent,
          own: [placed.get(unit) ?? 0],
        }))
        expect(leaks({ nodes, published, k: given.k, homogeneity: false })).toEqual([])
        expect(plan.nodes[0]?.reported).not.toBe('with')
        expect(plan.nodes[0]?.people).toBe(given.eligible.length)
        expect(plan.groups.every(({ id }) => published.has(id))).toBe(true)
      }),
    )
  })

  it('never counts a lead with the people she leads, unless nobody is above them', () => {
    fc.assert(
      fc.property(audiences, (given) => {
        const plan = planned(given)
        const tops = new Set(
          plan.nodes.filter(({ depth, parent }) => depth === 0 || parent === EVERYONE).map((n) => n.unit),
        )
        for (const { member, leads } of given.eligible) {
          const group = groupOf(plan, member)
          const line = lineOf(plan, group?.id ?? '')
          for (const led of leads) if (!tops.has(led)) expect(line).not.toContain(led)
        }
      }),
    )
  })

  it('does not depend on the order in which units arrive', () => {
    fc.assert(
      fc.property(audiences, (given) => {
        expect(planned({ ...given, units: given.units.toReversed() })).toEqual(planned(given))
      }),
    )
  })

  it('says of each unit whether it is reported whole, alone or with another, and why', () => {
    const eligible = [...people('surgery', 4), ...people('ward', 20), ...people('clinic', 9)]
    const units = [...hospital, unit('chapel', 'hospital', 3)]
    const plan = planned({ units, eligible, k: 8 })
    expect(plan.nodes).toEqual([
      { unit: 'hospital', parent: null, name: 'The hospital', depth: 0, people: 33, reported: 'whole' },
      {
        unit: 'surgery',
        parent: 'hospital',
        name: 'The surgery',
        depth: 1,
        people: 24,
        reported: 'alone',
      },
      {
        unit: 'ward',
        parent: 'surgery',
        name: 'The ward',
        depth: 2,
        people: 20,
        reported: 'with',
        with: 'surgery',
        reason: 'protects-a-smaller-unit',
      },
      { unit: 'clinic', parent: 'hospital', name: 'The clinic', depth: 1, people: 9, reported: 'alone' },
      {
        unit: 'chapel',
        parent: 'hospital',
        name: 'The chapel',
        depth: 1,
        people: 0,
        reported: 'with',
        with: 'hospital',
        reason: 'empty',
      },
    ])
    expect(plan.groups.map(({ id, eligible, unitNames }) => ({ id, eligible, unitNames }))).toEqual([
      { id: 'surgery', eligible: 24, unitNames: ['The surgery', 'The ward'] },
      { id: 'clinic', eligible: 9, unitNames: ['The clinic'] },
    ])
  })

  it('pools a unit that is too small with its smallest sibling when their parent has nobody else', () => {
    const units = [
      unit('hospital', null),
      unit('a', 'hospital'),
      unit('b', 'hospital'),
      unit('c', 'hospital'),
    ]
    const eligible = [...people('a', 30), ...people('b', 12), ...people('c', 3)]
    const plan = planned({ units, eligible, k: 8 })
    expect(plan.groups.map(({ id, units }) => [id, units])).toEqual([
      ['hospital', ['b', 'c']],
      ['a', ['a']],
    ])
    expect(plan.nodes.find((node) => node.unit === 'c')).toMatchObject({
      with: 'hospital',
      reason: 'too-small',
    })
  })

  it('counts the lead of a ward with the unit above, of several wards with what stands above them all', () => {
    const eligible = [
      ...people('hospital', 8),
      ...people('surgery', 8),
      ...people('ward', 9),
      ...people('clinic', 9),
      { member: 'sister', unit: 'ward', leads: ['ward'] },
      { member: 'matron', unit: 'ward', leads: ['ward', 'clinic'] },
      { member: 'chief', unit: 'hospital', leads: ['hospital', 'ward'] },
      { member: 'guest', unit: 'clinic', leads: ['another house'] },
    ]
    const plan = planned({ units: hospital, eligible, k: 8 })
    const homes = ['sister', 'matron', 'chief', 'guest'].map((member) => groupOf(plan, member)?.id)
    expect(homes).toEqual(['surgery', 'hospital', 'hospital', 'clinic'])
  })

  it('sets several tops under everyone asked, so that a small one is pooled there', () => {
    const units = [unit('north', 'elsewhere', 1), unit('south', null, 2), unit('east', 'elsewhere', 3)]
    const eligible = [...people('north', 10), ...people('south', 12), ...people('east', 2)]
    const plan = planned({ units, eligible, k: 8 })
    expect(plan.nodes[0]).toMatchObject({
      unit: EVERYONE,
      name: 'The north, The south, The east',
      people: 24,
    })
    expect(plan.groups.map(({ id, units }) => [id, units])).toEqual([
      [EVERYONE, ['north', 'east']],
      ['south', ['south']],
    ])
  })

  it('keeps a result for everyone, even where leaving it out would allow one ward more', () => {
    const units = [unit('r', null), unit('a', 'r'), unit('a1', 'a'), unit('a2', 'a')]
    const plan = planned({
      units,
      eligible: [...people('r', 1), ...people('a1', 8), ...people('a2', 8)],
      k: 8,
    })
    expect(plan.nodes[0]).toMatchObject({ unit: 'r', reported: 'whole', people: 17 })
    expect(plan.groups.map(({ eligible }) => eligible)).toEqual([9, 8])
  })

  it('refuses a wave among fewer than eight people, and among fewer than the minimum group', () => {
    const units = [unit('hospital', null)]
    expect(planReportingGroups({ units, eligible: people('hospital', 7), k: 5 })).toEqual({
      ok: false,
      refusal: { code: 'checkins/too-few-people', eligible: 7, minimum: 8 },
    })
    expect(planReportingGroups({ units, eligible: people('hospital', 11), k: 12 })).toEqual({
      ok: false,
      refusal: { code: 'checkins/too-few-people', eligible: 11, minimum: 12 },
    })
    expect(planReportingGroups({ units, eligible: people('hospital', 8), k: 5 }).ok).toBe(true)
  })

  it('stops at people who are listed twice or belong nowhere, and at units that are no tree', () => {
    const eligible = people('hospital', 9)
    expect(() =>
      planReportingGroups({ units: hospital, eligible: [...eligible, ...eligible], k: 5 }),
    ).toThrow(RangeError)
    expect(() => planReportingGroups({ units: hospital, eligible: people('gone', 9), k: 5 })).toThrow(
      RangeError,
    )
    const circles = [
      [],
      [unit('hospital', 'ward'), unit('ward', 'hospital')],
      [...hospital, unit('x', 'y'), unit('y', 'x')],
    ]
    for (const units of circles)
      expect(() => planReportingGroups({ units, eligible, k: 5 })).toThrow(RangeError)
  })
})
