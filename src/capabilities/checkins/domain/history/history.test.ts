import { expect, test } from 'vitest'
import { loadInstruments } from '../../content/load-instruments.server.ts'
import { encodeEntry, type HistoryEntry } from './entry.ts'
import { historyCsv, historyJson } from './export.ts'
import { madeUpWeeks } from './made-up-weeks.ts'
import { decodeEntry, newestFirst } from './read-entry.ts'

const entry = (on: string, answer: string | null = 'Agree'): HistoryEntry => ({
  format: 1,
  kind: 'check-in',
  title: 'November',
  on,
  answers: [{ question: 'My workload was "manageable", mostly.', answer }],
})

test('an entry comes back as it was kept, and its length says nothing of what is in it', () => {
  const short = encodeEntry(entry('2026-11-24', null))
  const long = encodeEntry(entry('2026-11-24', 'Strongly disagree'))
  expect(short?.length).toBe(long?.length)
  expect(decodeEntry(long ?? new Uint8Array())).toEqual(entry('2026-11-24', 'Strongly disagree'))
})

test('an entry of the first format opens for ever', () => {
  const text =
    '{"format":1,"kind":"alone","title":"PHQ-9","on":"2026-11-24","answers":[],"instrument":{"id":"phq9","version":"1"},"scores":{"total":9}}'
  const padded = new Uint8Array(4_096)
  new DataView(padded.buffer).setUint32(0, text.length)
  padded.set(new TextEncoder().encode(text), 4)
  expect(decodeEntry(padded)).toEqual(JSON.parse(text))
})

test('bytes that are no entry are nothing', () => {
  expect(decodeEntry(new Uint8Array(3))).toBeUndefined()
  expect(decodeEntry(new Uint8Array(4_096))).toBeUndefined()
})

test('what is taken away is whole, quoted, and no formula to a spreadsheet', () => {
  const entries = newestFirst([entry('2026-11-01'), entry('2026-11-24', '=1+1')])
  expect(entries.map(({ on }) => on)).toEqual(['2026-11-24', '2026-11-01'])
  const lines = historyCsv(entries).split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[1]).toBe(
    `"2026-11-24","check-in","November","My workload was ""manageable"", mostly.","'=1+1"`,
  )
  expect(JSON.parse(historyJson(entries))).toEqual({ format: 'kith-history/1', entries })
})

test('weeks that are made up for a demo name days that are over, and only answers that can be given', async () => {
  const instrument = (await loadInstruments({ folder: 'content/instruments' })).get('weekly-five')
  if (!instrument) throw new Error('There is no weekly five.')
  const weeks = madeUpWeeks({
    instrument,
    locale: 'en',
    today: '2026-11-24',
    sayTitle: (on) => `Week of ${on}`,
  })
  expect(weeks.map(({ on }) => on)).toEqual([
    '2026-11-17',
    '2026-11-10',
    '2026-11-03',
    '2026-10-27',
    '2026-10-20',
    '2026-10-13',
  ])
  const given = weeks.flatMap(({ answers }) => answers.map(({ answer }) => answer))
  expect(given.filter((answer) => answer === null)).toHaveLength(1)
  expect(decodeEntry(encodeEntry(weeks[0] ?? entry('')) ?? new Uint8Array())).toEqual(weeks[0])
})
