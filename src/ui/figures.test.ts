import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BenchRow } from './bench-rows.ts'
import { openDrawingRoom } from './drawing-room.ts'
import { points, rows, scale } from './figure-samples.ts'
import { shareScale } from './scale.ts'

let room: Awaited<ReturnType<typeof openDrawingRoom>>
const draw: (typeof room)['draw'] = (name, props) => room.draw(name, props)

beforeAll(async () => {
  room = await openDrawingRoom()
})

afterAll(() => room.close())

test('a hidden group and an empty group cannot be told apart', async () => {
  const hidden: BenchRow = { shown: false, name: 'Pharmacy', depth: 2 }
  const betrayed = { ...hidden, n: 3, value: 1.2, low: 1, high: 1.4, before: 4.1 } as BenchRow
  const empty = { ...hidden, n: 0, value: Number.NaN, low: Number.NaN, high: Number.NaN } as BenchRow
  const [first, ...others] = await Promise.all(
    [hidden, betrayed, empty].map((row) => draw('BenchRows', { label: 'Workload', rows: [row], scale })),
  )
  for (const other of others) expect(other.body).toBe(first?.body)
  expect(first?.body).toContain('Not enough people yet to show this safely')
})

test('a release can be walked as a table: roles, names, n, value and interval in words', async () => {
  const { body } = await draw('BenchRows', { label: 'Workload', rows, scale, beforeName: 'September' })
  expect(body.match(/role="row"/g)).toHaveLength(rows.length + 1)
  expect(body.match(/role="columnheader"/g)).toHaveLength(4)
  expect(body.match(/role="rowheader"/g)).toHaveLength(rows.length)
  expect(body.match(/role="cell"/g)).toHaveLength(rows.length * 3)
  expect(body).toContain('role="table" aria-label="Workload"')
  for (const words of ['n 214', '<b>2.8</b>', '2.6 to 3.0', 'September 2.6', 'your team']) {
    expect(body).toContain(words)
  }
})

test('the drawing of a figure stands where the design puts it, and in Arabic from the other side', async () => {
  const { body } = await draw('BenchRows', { label: 'Workload', rows, scale })
  expect(body).toContain('<svg x="45.2%" y="23">')
  expect(body).toContain('x1="40.4%" x2="50%" y1="27" y2="27"')
  const arabic = await draw('BenchRows', { label: 'Workload', rows, scale, locale: 'ar' })
  expect(arabic.body).toContain('<svg x="54.8%" y="23">')
  expect(arabic.body).toContain('٢٫٨')
})

test('shares are written as people in every hundred', async () => {
  const share: BenchRow = { shown: true, name: 'Surgery', depth: 1, n: 18, value: 18.2, low: 12, high: 24 }
  const { body } = await draw('BenchRows', { label: 'Lonely', rows: [share], scale: shareScale })
  expect(body).toContain('<b>18</b>')
  expect(body).toContain('in 100, 12 to 24')
  expect(body).toContain('class="bench-rows shares"')
  // A column without a name is lost on whoever walks the table by ear.
  expect(body).toContain('<span class="visually-hidden">0 to 100</span>')
})

test('a trend says in its table what it draws: a gap, a single wave, several taken together and why', async () => {
  const { body } = await draw('TrendChart', {
    title: 'Month by month',
    words: 'Whole hospital',
    points,
    scale,
    minimum: 8,
  })
  expect(body).toContain('June 2026')
  expect(body).toContain('August 2026 to September 2026')
  expect(body).toContain('Not shown')
  expect(body).toContain('2 check-ins taken together')
  expect(body).toContain('fewer than 8')
  const hatch = /<pattern id="([^"]+)"/.exec(body)?.[1]
  expect(body).toContain(`fill="url(#${hatch})"`)
  expect(body.match(/<circle class="point"/g)).toHaveLength(1)
})
