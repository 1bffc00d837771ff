import { Worker } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { audit } from '#packages/small-cells/server.ts'
import { computeRelease, type ReleaseInput } from '../domain/release/compute-release.ts'
import { pastOfCategory } from '../domain/release/table-trend.ts'
import { releaseTables } from './release-tables.server.ts'

const item = {
  id: 'workload',
  text: 'Was it manageable?',
  options: [1, 2, 3, 4, 5].map((value) => ({ value, label: String(value) })),
  report: { kind: 'mean' as const },
}
const wave = {
  id: 'w',
  title: 'This week',
  instrument: { id: 'i', version: '1' },
  opensOn: '2026-11-02',
  closesOn: '2026-11-08',
  publishedAt: '2026-11-09T19:00:00Z',
}
type Cell = { unit: string; profession: string; roster: number; answers: readonly number[] }

/** Two wards, each with people of several professions; counts of both tables are those of the same answers. */
const inputOf = (
  cells: readonly Cell[],
  lost: Readonly<Record<string, readonly number[]>> = {},
): ReleaseInput => {
  const units = [...new Set(cells.map(({ unit }) => unit))]
  const professions = [...new Set(cells.map(({ profession }) => profession))]
  const sum = (some: readonly Cell[]) =>
    item.options.map((_, at) => some.reduce((total, { answers }) => total + (answers[at] ?? 0), 0))
  const size = (some: readonly Cell[]) => some.reduce((total, { roster }) => total + roster, 0)
  const node = { name: 'x', people: 1 }
  return {
    wave,
    plan: {
      groups: units.map((id) => ({
        id,
        name: id,
        eligible: size(cells.filter(({ unit }) => unit === id)),
        units: [id],
        unitNames: [id],
        members: [],
      })),
      nodes: [
        { unit: 'whole', parent: null, depth: 0, reported: 'whole', ...node },
        ...units.map((unit) => ({ unit, parent: 'whole', depth: 1, reported: 'alone' as const, ...node })),
      ],
      tables: {
        attributes: [
          {
            attribute: 'profession',
            categories: professions.map((id) => ({
              id,
              name: id,
              eligible: size(cells.filter(({ profession }) => profession === id)),
              pooled: [],
            })),
          },
        ],
        blocks: ['workload'],
        apart: [],
        cells: cells.map(({ unit, profession, roster }) => [[unit, profession], roster]),
      },
    },
    items: [item],
    counts: new Map(
      units.map((id) => [id, new Map([['workload', sum(cells.filter(({ unit }) => unit === id))]])]),
    ),
    further: new Map([
      [
        'profession/workload',
        new Map(
          professions.map((id) => {
            const whole = sum(cells.filter(({ profession }) => profession === id))
            return [id, whole.map((count, at) => count - (lost[id]?.[at] ?? 0))]
          }),
        ),
      ],
    ]),
    ballots: cells.reduce((total, { answers }) => total + answers.reduce((a, b) => a + b, 0), 0),
    eligible: size(cells),
    k: 5,
    earlier: [],
    changes: new Map(),
  }
}

const large: readonly Cell[] = [
  { unit: 'a', profession: 'nurse', roster: 30, answers: [4, 5, 6, 3, 2] },
  { unit: 'a', profession: 'doctor', roster: 20, answers: [2, 3, 3, 3, 2] },
  { unit: 'b', profession: 'nurse', roster: 30, answers: [5, 3, 4, 6, 2] },
  { unit: 'b', profession: 'doctor', roster: 20, answers: [3, 3, 2, 4, 2] },
]

const cellsOf = async (input: ReleaseInput, limits = {}) => {
  const { document, refused } = await releaseTables(input, computeRelease(input), { limits })
  return { document, refused, cells: document.tables?.[0]?.items[0]?.cells }
}

test('what is large enough is shown by profession too, with n, answers and interval, beside unchanged teams', async () => {
  const input = inputOf(large)
  const { document, cells, refused } = await cellsOf(input)
  expect(refused).toBe(0)
  expect(document.format).toBe(2)
  expect(document.items).toEqual(computeRelease(input).items)
  expect(cells).toMatchObject([
    { category: 'nurse', shown: true, n: 40, counts: [9, 8, 10, 9, 4] },
    { category: 'doctor', shown: true, n: 27 },
  ])
})

test('a profession that could be told apart by subtracting from teams is hidden, and hidden says nothing', async () => {
  // Ward b has nurses only, so that the doctors of ward a are the whole less ward b less the nurses of ward a.
  const { cells, document } = await cellsOf(
    inputOf([
      { unit: 'a', profession: 'nurse', roster: 30, answers: [4, 5, 6, 3, 2] },
      { unit: 'a', profession: 'doctor', roster: 6, answers: [1, 0, 1, 0, 0] },
      { unit: 'b', profession: 'nurse', roster: 30, answers: [5, 3, 4, 6, 2] },
    ]),
  )
  expect(cells?.filter(({ shown }) => shown) ?? []).toEqual([])
  for (const { category, ...said } of cells ?? []) {
    expect(category).not.toBe('')
    expect(said).toEqual({ shown: false, trend: [null] })
  }
  expect(document.items[0]?.cells.every(({ shown }) => shown)).toBe(true)
})

test('a solver that has no time publishes no further table, and teams as ever', async () => {
  const input = inputOf(large)
  const { cells, refused, document } = await cellsOf(input, { workers: 1, solveSeconds: 60, totalSeconds: 0 })
  expect(cells).toBeUndefined()
  expect(refused).toBe(1)
  expect(document.items).toEqual(computeRelease(input).items)
})

const later = { ...wave, id: 'later', opensOn: '2026-11-09', closesOn: '2026-11-15' }

test('a category goes on from the check-in before, as a mean where a few came or went, and never over a gap', async () => {
  const first = (await releaseTables(inputOf(large), computeRelease(inputOf(large)))).document
  const again = async (changes: ReadonlyMap<string, number>, earlier = [first]) => {
    const input = { ...inputOf(large), wave: later, earlier, changes }
    const { document } = await releaseTables(input, computeRelease(input))
    return document.tables?.[0]?.items[0]?.cells.find(({ category }) => category === 'nurse')
  }
  const still = await again(new Map([['profession/nurse', 0]]))
  expect(still?.trend).toMatchObject([{ n: 40 }, { n: 40 }])
  expect(still?.trend?.[1]).not.toHaveProperty('pooled')
  expect(still).toMatchObject({ before: { couldBeChance: true } })
  for (const changes of [new Map([['profession/nurse', 2]]), new Map()])
    expect((await again(changes))?.trend?.[1]).toMatchObject({ pooled: { waves: 2 } })
  // The check before found no proof for this question: a gap, and nothing reaches over it.
  const refused = { ...first, tables: first.tables?.map((table) => ({ ...table, items: [] })) ?? [] }
  const gap = await again(new Map([['profession/nurse', 2]]), [refused])
  expect(gap?.trend).toMatchObject([null, { n: 40 }])
  expect(gap?.trend?.[1]).not.toHaveProperty('pooled')
  expect(gap).toMatchObject({ before: null })
})

test('people who were pooled because they were few are the same only while the same values are pooled', () => {
  const cell = {
    category: 'other',
    shown: true as const,
    n: 9,
    counts: [1, 2, 3, 2, 1],
    value: 3,
    low: 2,
    high: 4,
  }
  const category = (pooled: string[]) => ({ id: 'other', name: '', eligible: 12, pooled })
  const release = {
    ...computeRelease(inputOf(large)),
    tables: [
      {
        attribute: 'profession',
        categories: [category(['Cook', 'Porter'])],
        items: [{ item: 'workload', cells: [cell] }],
      },
    ],
  }
  const past = (pooled: string[]) =>
    pastOfCategory({ item, attribute: 'profession', category: category(pooled), releases: [release] })
  expect(past(['Cook', 'Porter'])).toMatchObject([{ shown: true, n: 9 }])
  expect(past(['Cook', 'Guard', 'Porter'])).toEqual([undefined])
})

test('solvers that are killed at their work publish no further table, and teams as ever', async () => {
  const asked = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker) {
    void this.terminate()
  })
  try {
    const input = inputOf(large)
    const { cells, refused, document } = await cellsOf(input)
    expect(asked).toHaveBeenCalled()
    expect({ cells, refused }).toEqual({ cells: undefined, refused: 1 })
    expect(document.items).toEqual(computeRelease(input).items)
  } finally {
    asked.mockRestore()
  }
})

test('a closing takes no longer than it may, however long its solvers would: each question has its share', {
  timeout: 300_000,
}, async () => {
  // A solver that is asked and never answers.
  const silent = vi.spyOn(Worker.prototype, 'postMessage').mockImplementation(() => {})
  try {
    const one = inputOf(large)
    const ids = ['workload', 'rest', 'team', 'time']
    const { tables } = one.plan
    if (!tables) throw new Error('There are further tables.')
    const input: ReleaseInput = {
      ...one,
      items: ids.map((id) => ({ ...item, id })),
      plan: { ...one.plan, tables: { ...tables, blocks: ids } },
    }
    const began = performance.now()
    const { document, refused } = await releaseTables(input, computeRelease(input), { seconds: 2 })
    expect({ refused, items: document.tables?.map(({ items }) => items) }).toEqual({
      refused: 4,
      items: [[]],
    })
    // Three minutes, if each question had all the time that one may have.
    expect(performance.now() - began).toBeLessThan(90_000)
  } finally {
    silent.mockRestore()
  }
})

test('where ballots of one table were lost, the tables are still judged together', async () => {
  const { cells } = await cellsOf(inputOf(large, { nurse: [1, 0, 0, 1, 0] }))
  expect(cells?.find(({ category }) => category === 'nurse')).toMatchObject({ shown: true, n: 38 })
})

test('a planted release that shows such a profession is refused by the audit that stands before publishing', async () => {
  const report = await audit({
    publication: {
      dimensions: {
        unit: [
          { id: 'whole', parent: null },
          { id: 'a', parent: 'whole' },
          { id: 'b', parent: 'whole' },
        ],
        profession: [
          { id: 'all', parent: null },
          { id: 'nurse', parent: 'all' },
          { id: 'doctor', parent: 'all' },
        ],
      },
      items: [{ id: 'workload', categories: ['0', '1'] }],
      people: [
        { at: { unit: 'a', profession: 'nurse' }, roster: 30 },
        { at: { unit: 'a', profession: 'doctor' }, roster: 6 },
        { at: { unit: 'b', profession: 'nurse' }, roster: 30 },
      ],
      tables: [
        {
          id: 'unit',
          by: ['unit'],
          counts: [
            { at: { unit: 'a' }, answers: { workload: [12, 10] } },
            { at: { unit: 'b' }, answers: { workload: [10, 10] } },
          ],
        },
        {
          id: 'profession',
          by: ['profession'],
          counts: [
            { at: { profession: 'nurse' }, answers: { workload: [21, 19] } },
            { at: { profession: 'doctor' }, answers: { workload: [1, 1] } },
          ],
        },
      ],
      rule: { k: 5, dissenters: 0, margin: 2, hide: 'groups', seed: 1 },
    },
    shown: [
      { item: 'workload', at: {} },
      { item: 'workload', at: { unit: 'a' } },
      { item: 'workload', at: { unit: 'b' } },
      { item: 'workload', table: 'profession', at: { profession: 'nurse' } },
    ],
  })
  expect(report.safe).toBe(false)
})
