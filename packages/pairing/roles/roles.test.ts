import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Dealing, dealRoles, type RolesRequest } from '../index.ts'
import { assign } from './assignment.ts'

const orders = (count: number): number[][] =>
  count === 0
    ? [[]]
    : orders(count - 1).flatMap((order) =>
        Array.from({ length: count }, (_, at) => [...order.slice(0, at), count - 1, ...order.slice(at)]),
      )

const deal = (request: RolesRequest) => {
  const result = dealRoles(request)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

test('no other assignment is cheaper, of all that there are', () => {
  const tables = fc
    .record({ rows: fc.integer({ min: 1, max: 5 }), more: fc.integer({ min: 0, max: 2 }) })
    .filter(({ rows, more }) => rows + more <= 6)
    .chain(({ rows, more }) =>
      fc.array(
        fc.array(fc.integer({ min: -5, max: 12 }), { minLength: rows + more, maxLength: rows + more }),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
    )
  fc.assert(
    fc.property(tables, (costs) => {
      const totals = orders(costs[0]?.length ?? 0).map((order) =>
        costs.reduce((sum, row, at) => sum + (row[order[at] ?? 0] ?? 0), 0),
      )
      const { columns, total } = assign(costs)
      expect(new Set(columns).size).toBe(costs.length)
      expect(total).toBe(Math.min(...totals))
      expect(total).toBe(columns.reduce((sum, column, row) => sum + (costs[row]?.[column] ?? 0), 0))
    }),
    { numRuns: 300, seed: 11 },
  )
  expect(() => assign([[1], [2]])).toThrow(RangeError)
  expect(assign([])).toEqual({ columns: [], total: 0 })
})

describe('roles', () => {
  const names = ['facilitator', 'timekeeper', 'notes']
  const roles = names.map((id) => ({ id }))

  test('in a circle that stays the same, everybody has had each role once after as many meetings as people', () => {
    for (let people = 3; people <= 9; people++) {
      const circle = Array.from({ length: people }, (_, at) => `p${at}`)
      const history: Dealing[] = []
      for (let meeting = 0; meeting < people; meeting++) {
        history.push(deal({ groups: [circle], roles, history }).dealt)
        for (const role of names) {
          const times = circle.map(
            (id) => history.flat().filter((one) => one.person === id && one.role === role).length,
          )
          expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1)
        }
      }
      const whole = circle.flatMap((person) => names.map((role) => `${person} ${role}`)).sort()
      expect(
        history
          .flat()
          .map(({ person, role }) => `${person} ${role}`)
          .sort(),
      ).toEqual(whole)
    }
  })

  test('who kept the notes in other sessions does not keep them again while somebody never has', () => {
    const history = [[{ person: 'a', role: 'notes' }], [{ person: 'b', role: 'notes' }]]
    const groups = [['a', 'b', 'c']]
    expect(deal({ groups, roles: [{ id: 'notes' }], history }).dealt).toEqual([
      { group: 0, person: 'c', role: 'notes' },
    ])
    const all = [...history, [{ person: 'c', role: 'notes' }]]
    const others = [['c', 'b', 'a']]
    expect(deal({ groups: others, roles: [{ id: 'notes' }], history: all }).dealt[0]?.person).toBe('a')
  })

  test('of all ways to deal, the one whose squares of times are least (tried in full)', () => {
    const dealing = fc.array(
      fc.record({ person: fc.constantFrom('a', 'b', 'c', 'd'), role: fc.constantFrom(...names) }),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(fc.array(dealing, { maxLength: 8 }), (history) => {
        const squares = (more: Dealing) => {
          const times = new Map<string, number>()
          for (const { person, role } of [...history.flat(), ...more])
            times.set(`${person} ${role}`, (times.get(`${person} ${role}`) ?? 0) + 1)
          return [...times.values()].reduce((sum, count) => sum + count * count, 0)
        }
        const circle = ['a', 'b', 'c', 'd']
        const ways = orders(4).map((order) =>
          squares(names.map((role, at) => ({ person: circle[order[at] ?? 0] ?? '', role }))),
        )
        expect(squares(deal({ groups: [circle], roles, history }).dealt)).toBe(Math.min(...ways))
      }),
      { numRuns: 200, seed: 5 },
    )
  })

  test('"not me today" holds, for one role or for all, even when the place stays open', () => {
    const groups = [['a', 'b']]
    const one = deal({ groups, roles: [{ id: 'notes' }], skips: [{ person: 'a', role: 'notes' }] })
    expect(one.dealt).toEqual([{ group: 0, person: 'b', role: 'notes' }])
    const all = deal({ groups, roles: [{ id: 'notes' }], skips: [{ person: 'a' }, { person: 'b' }] })
    expect(all).toEqual({ dealt: [], open: [{ group: 0, role: 'notes', why: 'nobody-wants' }] })
  })

  test('a role that needs something goes only to whoever can, and says so when nobody can', () => {
    const needing = [{ id: 'notes' }, { id: 'facilitator', needs: 'trained' }]
    const both = deal({ groups: [['a', 'b']], roles: needing, can: { a: ['trained'] } })
    expect(both.dealt).toContainEqual({ group: 0, person: 'a', role: 'facilitator' })
    expect(both.dealt).toContainEqual({ group: 0, person: 'b', role: 'notes' })
    const none = deal({ groups: [['a', 'b']], roles: needing })
    expect(none.open).toEqual([{ group: 0, role: 'facilitator', why: 'nobody-can' }])
    expect(deal({ groups: [['constructor']], roles: needing, can: {} }).open[0]?.why).toBe('nobody-can')
  })

  test('the most important places are filled first, one role a person, and the rest is for the rest', () => {
    const dealt = deal({
      groups: [['a', 'b', 'c', 'd', 'e'], ['f', 'g'], []],
      roles: [{ id: 'client' }, { id: 'notes', places: 2 }, { id: 'consultant', places: 'rest' }],
    })
    const of = (group: number) =>
      dealt.dealt
        .filter((one) => one.group === group)
        .map(({ role }) => role)
        .sort()
    expect(of(0)).toEqual(['client', 'consultant', 'consultant', 'notes', 'notes'])
    expect(of(1)).toEqual(['client', 'notes'])
    expect(dealt.open.filter(({ group }) => group === 1)).toEqual([
      { group: 1, role: 'notes', why: 'too-few' },
    ])
    expect(dealt.open.filter(({ group }) => group === 2).map(({ why }) => why)).toEqual([
      'too-few',
      'too-few',
      'too-few',
    ])
  })

  test('whoever is alone takes the most important role, however often it was his', () => {
    const history = [[{ person: 'a', role: 'client' }], [{ person: 'a', role: 'client' }]]
    const { dealt } = deal({ groups: [['a']], roles: [{ id: 'client' }, { id: 'notes' }], history })
    expect(dealt).toEqual([{ group: 0, person: 'a', role: 'client' }])
  })

  test('nonsense is refused with its reason', () => {
    const refusal = (request: RolesRequest) => {
      const result = dealRoles(request)
      return result.ok ? null : result.refusal
    }
    expect(refusal({ groups: [['a'], ['a']], roles })).toMatchObject({ code: 'named-twice', where: 'groups' })
    expect(refusal({ groups: [['a']], roles: [...roles, { id: 'notes' }] })).toMatchObject({ where: 'roles' })
    expect(refusal({ groups: [['a']], roles: [{ id: 'notes', places: 1.5 }] })).toMatchObject({
      code: 'out-of-range',
    })
    expect(refusal({ groups: [['a']], roles, skips: [{ person: 'a', role: 'x' }] })).toMatchObject({
      code: 'unknown-role',
    })
    const crowd = Array.from({ length: 101 }, (_, at) => `p${at}`)
    expect(refusal({ groups: [crowd], roles })).toMatchObject({ code: 'out-of-range', what: 'groups' })
  })

  test('sixty people who always sit with others still take turns', () => {
    const history: Dealing[] = []
    for (let round = 0; round < 20; round++) {
      const groups = Array.from({ length: 12 }, (_, group) =>
        Array.from({ length: 5 }, (_, seat) => `p${seat * 12 + ((group + round * seat) % 12)}`),
      )
      history.push(deal({ groups, roles, history }).dealt)
    }
    for (const role of names) {
      const times = Array.from(
        { length: 60 },
        (_, at) => history.flat().filter((one) => one.person === `p${at}` && one.role === role).length,
      )
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(2)
    }
  })
})
