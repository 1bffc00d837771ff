import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributes, readTableName, tableName } from './attributes.ts'
import { type Described, planCategories } from './categories.ts'
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
const plan = (people: readonly Omit<Described, 'member'>[]) =>
  planCategories({
    attribute: 'profession',
    people: people.map((one, at) => ({ ...one, member: String(at) })),
    k: 5,
    today,
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
