import { afterAll, beforeAll, expect, test } from 'vitest'
import { html, openDrawingRoom } from '#ui/drawing-room.ts'
import { computeRelease } from '../../domain/release/compute-release.ts'
import type { ReleaseDocument, ReleasedTable } from '../../domain/release/document.ts'
import { inputOf, waveNumber, workload } from '../../domain/release/release.fixture.ts'

let room: Awaited<ReturnType<typeof openDrawingRoom>>
beforeAll(async () => {
  room = await openDrawingRoom()
})
afterAll(() => room.close())

const category = (id: string, name: string, pooled: string[] = []) => ({ id, name, eligible: 20, pooled })
const figure = (value: number, n: number) => ({
  shown: true as const,
  n,
  counts: [2, 3, 4, 5, n - 14],
  value,
  low: value - 0.3,
  high: value + 0.3,
})
const point = (value: number, n: number) => ({ n, value, low: value - 0.3, high: value + 0.3 })
const professions: ReleasedTable = {
  attribute: 'profession',
  categories: [
    category('is nurse', 'Nurse'),
    category('is doctor', 'Doctor'),
    category('other', '', ['Cook', 'Porter']),
  ],
  items: [
    {
      item: 'workload',
      cells: [
        {
          category: 'is nurse',
          ...figure(3.4, 24),
          before: { value: 3.1, couldBeChance: true },
          trend: [point(3.1, 22), point(3.4, 24)],
        },
        { category: 'is doctor', ...figure(2.9, 16), before: null, trend: [null, point(2.9, 16)] },
        { category: 'other', shown: false, trend: [null, null] },
      ],
    },
  ],
}
const release = (tables: ReleasedTable[]): ReleaseDocument => {
  const many = { workload: [3, 4, 4, 2, 2] }
  const answers = { hospital: many, north: many, south: many }
  const first = computeRelease(inputOf(answers, { wave: waveNumber(0), items: [workload], ballots: 55 }))
  const now = computeRelease(
    inputOf(answers, { wave: waveNumber(1), items: [workload], ballots: 55, earlier: [first] }),
  )
  return { ...now, format: 2, tables }
}
const draw = async (document: ReleaseDocument) =>
  (
    await room.draw('../capabilities/checkins/ui/ReleasePage', {
      document,
      reader: { unit: null, leads: [] },
      unit: null,
      zone: 'Europe/Lisbon',
      asked: { title: 'Weekly five', version: '1', questions: 1, unvalidated: 1 },
      addresses: { releases: '/releases', csv: '/csv', file: '/json' },
      replies: html(''),
    })
  ).body

test('a table shows what may be shown, says nothing of what may not, and tells what was shown the time before', async () => {
  const body = await draw(release([professions]))
  expect(body).toContain('By profession')
  const rows = body.match(/<tr .*?<\/tr>/g) ?? []
  const rowOf = (name: string) => rows.find((row) => row.includes(name)) ?? ''
  expect(rowOf('Nurse')).toContain('3.4')
  expect(rowOf('together: Cook and Porter')).toContain('Not enough people yet to show this safely')
  expect(rowOf('together: Cook and Porter')).not.toMatch(/\d/)
  // Nurses have a check-in before, doctors a gap and no line: they had nothing to begin with.
  expect(body).toMatch(/<h4>Nurse<\/h4>/)
  expect(body).not.toMatch(/<h4>Doctor<\/h4>/)
})

test('a table that was not proved safe is named, with the reason that holds for each of them', async () => {
  const refused = await draw(release([{ ...professions, items: [] }]))
  expect(refused).toContain('By profession')
  expect(refused).toContain('what is not proved is not shown')
  const hidden = professions.items.map(({ item, cells }) => ({
    item,
    cells: cells.map(({ category: id }) => ({ category: id, shown: false as const })),
  }))
  const nothing = await draw(release([{ ...professions, items: hidden }]))
  expect(nothing).toContain('Nothing can be shown here without saying too much about somebody.')
})

test('who answered on paper is in no table, and the page says so', async () => {
  expect(await draw(release([{ ...professions, hasPaper: true }]))).toContain(
    'Without those who answered on paper.',
  )
})
