import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributes, readTableName, tableName } from './attributes.ts'
import { type Described, type EarlierTable, planCategories } from './categories.ts'
import { burdenOf, furtherTables, isTooMuch } from './further.ts'

const today = '2026-11-22'
const person = fc.record({
  profession: fc.constantFrom('Nurse', 'nurse ', 'NURSE', 'Doctor', 'Cook', '', null),
  workplace: fc.constantFrom('Main', 'Riverside', null),
  shift: fc.constantFrom('Days', 'Nights', 'other', 'unknown', null),
  startOn: fc.constantFrom('2026-11-01', '2025-01-01', '2019-06-30', '2000-02-29', '2027-01-01', null),
})
const staff = fc
  .array(person, { maxLength: 60 })
  .map((all): Described[] => all.map((one, at) => ({ ...one, member: `m${at}` })))

test('everybody is in exactly one category, and each has at least the minimum', () => {
  fc.assert(
    fc.property(
      staff,
      fc.constantFrom(...attributes),
      fc.integer({ min: 5, max: 20 }),
      (people, attribute, k) => {
        const planned = planCategories({ attribute, people, k, today })
        if (!planned.ok) return
        const { categories } = planned.value
        expect(categories.flatMap(({ members }) => members).sort()).toEqual(
          people.map(({ member }) => member).sort(),
        )
        for (const { members } of categories) expect(members.length).toBeGreaterThanOrEqual(k)
        expect(categories.length).toBeGreaterThan(1)
        expect(new Set(categories.map(({ id }) => id)).size).toBe(categories.length)
      },
    ),
    { numRuns: 2000 },
  )
})

const many = (count: number, profession: string | null): Omit<Described, 'member'>[] =>
  Array.from({ length: count }, () => ({ profession, workplace: null, shift: null, startOn: null }))
const plan = (people: readonly Omit<Described, 'member'>[], earlier: readonly EarlierTable[] = []) =>
  planCategories({
    attribute: 'profession',
    people: people.map((one, at) => ({ ...one, member: String(at) })),
    k: 5,
    today,
    earlier,
  })

const professions = ['Nurse', 'Doctor', 'Cook', 'Porter', 'Guard', 'Clerk']

test('no category less what it was is a few people, whichever values were renamed, joined or grew', () => {
  let leaked = 0
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 4, maxLength: 6 }),
      fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 }),
      (sizes, becomes, joined) => {
        const staffed = sizes.flatMap((size, at) => many(size, professions[at] ?? null))
        const before = plan(staffed)
        if (!before.ok) return
        const places = new Map(
          before.value.categories.flatMap(({ id, members }) =>
            members.map((member) => [member, id] as const),
          ),
        )
        const now = [
          // Two in three values are called as they were; the others are one new value.
          ...staffed.map((one) => {
            const at = professions.indexOf(one.profession ?? '')
            return { ...one, profession: (becomes[at] ?? 0) < 4 ? (professions[at] ?? null) : 'Associate' }
          }),
          ...joined.flatMap((count, at) => many(count, professions[at] ?? null)),
        ]
        const earlier = [{ categories: before.value.categories.map(({ id }) => id), people: places }]
        const smallest = (planned: ReturnType<typeof plan>) =>
          !planned.ok
            ? 5
            : Math.min(
                ...before.value.categories.flatMap(({ members }) => {
                  const parts = planned.value.categories.map(
                    (one) => one.members.filter((member) => members.includes(member)).length,
                  )
                  return parts.some((part) => part === members.length)
                    ? [5]
                    : parts.filter((part) => part > 0)
                }),
              )
        if (smallest(plan(now)) < 5) leaked++
        expect(smallest(plan(now, earlier))).toBeGreaterThanOrEqual(5)
      },
    ),
    { numRuns: 1000, seed: 11 },
  )
  expect(leaked).toBeGreaterThan(50)
})

test('spellings are one, the usual one names them, and nobody’s word is a name of ours', () => {
  const planned = plan([...many(4, 'Nurse'), ...many(3, ' NURSE'), ...many(6, 'other'), ...many(5, null)])
  expect(
    planned.ok && planned.value.categories.map(({ id, name, members }) => [id, name, members.length]),
  ).toEqual([
    ['is nurse', 'Nurse', 7],
    ['is other', 'other', 6],
    ['unknown', '', 5],
  ])
})

test('what is too small is pooled, and where that is too small with the smallest besides', () => {
  const planned = plan([...many(9, 'Nurse'), ...many(7, 'Doctor'), ...many(2, 'Cook'), ...many(1, null)])
  expect(
    planned.ok && planned.value.categories.map(({ id, pooled, members }) => [id, pooled, members.length]),
  ).toEqual([
    ['is nurse', [], 9],
    ['other', ['Cook', 'Doctor', 'unknown'], 10],
  ])
})

test('a table that leaves one category is none', () => {
  expect(plan(many(30, 'Nurse'))).toEqual({ ok: false, refusal: 'one-category' })
  expect(plan([...many(6, 'Nurse'), ...many(3, 'Cook')])).toEqual({ ok: false, refusal: 'one-category' })
})

test('what is sensitive has one key for everybody, and none where fewer than twenty are asked', () => {
  const sensitive = [{ id: 'harassment', values: [0, 1] }]
  const tables = (people: number) =>
    furtherTables({
      planned: [],
      blocks: [],
      sensitive,
      members: Array.from({ length: people }, (_, at) => String(at)),
    })
  expect(tables(19)).toEqual([])
  expect(tables(20).map(({ table, categories }) => [table, categories.length])).toEqual([
    ['everyone/harassment', 1],
  ])
})

test('more ballots than a telephone sends quietly are too many', () => {
  const planned = plan([...many(9, 'Nurse'), ...many(7, 'Doctor')])
  if (!planned.ok) throw new Error(planned.refusal)
  const blocks = Array.from({ length: 40 }, (_, at) => ({ id: `q${at}`, values: [1] }))
  const tables = (count: number) =>
    furtherTables({ planned: [planned.value], blocks: blocks.slice(0, count), sensitive: [], members: [] })
  expect(burdenOf({ groups: 3, tables: tables(39) })).toEqual({ ballots: 40, keys: 81 })
  expect(isTooMuch(burdenOf({ groups: 3, tables: tables(39) }))).toBe(false)
  expect(isTooMuch(burdenOf({ groups: 3, tables: tables(40) }))).toBe(true)
})

test('a table is named by its attribute and its block, and nothing else is a name', () => {
  expect(readTableName(tableName({ attribute: 'tenure', block: 'own.workload' }))).toEqual({
    attribute: 'tenure',
    block: 'own.workload',
  })
  for (const name of ['reporting-groups', 'gender/x', 'tenure/', '/x', ''])
    expect(readTableName(name)).toBeUndefined()
})
