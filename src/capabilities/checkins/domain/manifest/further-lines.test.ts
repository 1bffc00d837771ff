import { beforeAll, expect, test } from 'vitest'
import { areAllLines, lineOf } from './group-lines.ts'
import type { GroupEntry } from './manifest.ts'
import { buildTree } from './merkle.ts'

// An announcement with a further table beside its groups, as everybody reads it.

const group = (name: string, change: Partial<GroupEntry> = {}): GroupEntry => ({
  table: 'reporting-groups',
  group: name,
  name,
  units: [name],
  eligible: 10,
  keyId: `key-of-${name}`.padEnd(43, '0'),
  spki: '',
  people: `people-of-${name}`.padEnd(43, '0'),
  ...change,
})
const further = (name: string, change: Partial<GroupEntry> = {}) =>
  group(name, { table: 'profession', units: [], ...change })

type Table = readonly [table: string, groups: readonly GroupEntry[]]
const judge = async (...tables: Table[]) => {
  const lines = await Promise.all(tables.map(([, groups]) => Promise.all(groups.map(lineOf))))
  const named = await Promise.all(
    lines.map(async (all, at) => ({
      table: tables[at]?.[0] ?? '',
      groups: all.length,
      root: (await buildTree(all)).root,
    })),
  )
  return areAllLines({ tables: named, eligible: 30, minimumGroup: 8 }, lines)
}
let main: Table
beforeAll(() => {
  main = ['reporting-groups', [group('Surgery'), group('Pharmacy'), group('Wards', { way: 'paper' })]]
})

test('a further table holds all who answer on devices, and nobody else', async () => {
  expect(await judge(main, ['profession', [further('Nurse'), further('Doctor')]])).toBe(true)
  for (const eligible of [9, 11, 20])
    expect(await judge(main, ['profession', [further('Nurse'), further('Doctor', { eligible })]])).toBe(false)
})

test('nobody who answers on paper is in a further table', async () => {
  const onPaper = further('Doctor', { way: 'paper' })
  expect(await judge(main, ['profession', [further('Nurse'), onPaper]])).toBe(false)
})

test('no table stands twice, whose keys and people are others', async () => {
  const one: Table = ['profession', [further('Nurse'), further('Doctor')]]
  const other: Table = ['profession', [further('Early'), further('Late')]]
  expect(await judge(main, one, ['shift', other[1]])).toBe(true)
  expect(await judge(main, one, other)).toBe(false)
})

test('no key of one table is a key of another', async () => {
  const { keyId } = group('Surgery')
  expect(await judge(main, ['profession', [further('Nurse', { keyId }), further('Doctor')]])).toBe(false)
})
