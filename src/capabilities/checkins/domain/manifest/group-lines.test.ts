import { expect, test } from 'vitest'
import { areAllLines, lineOf } from './group-lines.ts'
import vector from './groups-v1.fixture.json' with { type: 'json' }
import type { GroupEntry } from './manifest.ts'
import { buildTree, rootOf } from './merkle.ts'

// What docs/chain.md says of the groups under an announcement, byte for byte. These texts may never change.

test('the published groups have the published lines, and their roots', async () => {
  for (const [at, entries] of (vector.entries as GroupEntry[][]).entries()) {
    const lines = await Promise.all(entries.map(lineOf))
    expect(lines).toEqual(vector.tables[at])
    expect(await rootOf(lines)).toBe(vector.manifest.tables[at]?.root)
  }
  expect(await areAllLines(vector.manifest, vector.tables)).toBe(true)
})

test('any digit that is changed in a published line is found', async () => {
  for (const [table, lines] of vector.tables.entries())
    for (const [at, line] of lines.entries())
      for (let digit = 0; digit < line.length; digit++) {
        const changed = line.slice(0, digit) + (line[digit] === 'x' ? 'y' : 'x') + line.slice(digit + 1)
        const tables = vector.tables.map((one, place) => (place === table ? one.with(at, changed) : one))
        expect([table, at, digit, await areAllLines(vector.manifest, tables)]).toEqual([
          table,
          at,
          digit,
          false,
        ])
      }
})

test('a line that is no line, under a root of its own, is found', async () => {
  const [own = [], other = []] = vector.tables
  const odd = [
    '',
    '12',
    `0${own[0]}`,
    `-${own[0]}`,
    `${own[0]} `,
    own[0]?.replace('devices', 'both') ?? '',
    '{}',
  ]
  for (const text of odd) {
    const lines = own.with(0, text)
    const tables = vector.manifest.tables.with(0, {
      table: 'reporting-groups',
      groups: 3,
      root: await rootOf(lines),
    })
    expect([text, await areAllLines({ ...vector.manifest, tables }, [lines, other])]).toEqual([text, false])
  }
})

test('the root that is worked out alone is that of the tree with its paths, however many groups there are', async () => {
  const texts = Array.from({ length: 33 }, (_, at) => `line ${at}`)
  for (let size = 1; size <= texts.length; size++)
    expect(await rootOf(texts.slice(0, size))).toBe((await buildTree(texts.slice(0, size))).root)
})

test('people of further tables add up to those who answer on devices', async () => {
  const [first] = vector.manifest.tables
  if (!first) throw new Error('There is no table.')
  const [entry] = (vector.entries[1] ?? []) as GroupEntry[]
  for (const eligible of [20, 22, 29]) {
    const lines = [await lineOf({ ...(entry as GroupEntry), eligible })]
    const tables = [first, { table: 'everyone/age', groups: 1, root: await rootOf(lines) }]
    expect(await areAllLines({ ...vector.manifest, tables }, [vector.tables[0] ?? [], lines])).toBe(false)
  }
})
