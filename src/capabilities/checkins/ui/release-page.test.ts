import { afterAll, beforeAll, expect, test } from 'vitest'
import { html, openDrawingRoom } from '#ui/drawing-room.ts'
import { computeRelease } from '../domain/release/compute-release.ts'
import type { ReleaseDocument } from '../domain/release/document.ts'
import { inputOf, waveNumber, workload } from '../domain/release/release.fixture.ts'
import { reportingUnitOf } from './release-rows.ts'

let room: Awaited<ReturnType<typeof openDrawingRoom>>
beforeAll(async () => {
  room = await openDrawingRoom()
})
afterAll(() => room.close())

const many = [3, 4, 4, 2, 2]
const all = { workload: [3, 4, 4, 2, 2] }
const releaseWith = (south: Record<string, number[]>): ReleaseDocument =>
  computeRelease(
    inputOf(
      { hospital: { workload: many }, north: { workload: many }, south },
      { wave: waveNumber(0), items: [workload], ballots: 55 },
    ),
  )

const rowsOf = (page: string) => page.match(/<tr .*?<\/tr>/g) ?? []
const rowOf = (page: string | undefined, name: string) =>
  rowsOf(page ?? '').find((row) => row.includes(`>${name}`) || row.includes(` ${name}`))

const nobody = { unit: null, leads: [] }
const draw = async (document: ReleaseDocument, given: Record<string, unknown> = {}) =>
  (
    await room.draw('../capabilities/checkins/ui/ReleasePage', {
      document,
      reader: nobody,
      unit: null,
      zone: 'Europe/Lisbon',
      asked: { title: 'Weekly five', version: '1', questions: 1, unvalidated: 1 },
      addresses: { releases: '/releases', csv: '/csv', file: '/json' },
      replies: html('<p>Nobody has replied yet.</p>'),
      ...given,
    })
  ).body

test('a team where few answered, one where all agreed and one where nobody did are the same bytes', async () => {
  const [few, alike, none] = await Promise.all(
    [{ workload: [2, 2, 3, 0, 0] }, { workload: [0, 0, 13, 0, 0] }, {}].map((south) =>
      draw(releaseWith(south)),
    ),
  )
  expect(rowOf(few, 'South')).toContain('Not enough people yet to show this safely')
  expect(rowOf(few, 'South')).toBe(rowOf(none, 'South'))
  expect(rowOf(alike, 'South')).toBe(rowOf(none, 'South'))
})

test('everybody reads the same page, but for the mark at her own team', async () => {
  const document = releaseWith(all)
  const plain = rowsOf(await draw(document))
  const marked = rowsOf(await draw(document, { reader: { unit: 'north', leads: [] } }))
  expect(marked).toHaveLength(plain.length)
  const changed = marked.flatMap((row, at) => (row === plain[at] ? [] : [{ row, before: plain[at] }]))
  expect(changed).toHaveLength(1)
  const [mine] = changed
  expect(mine?.row).toContain('your team')
  expect(
    mine?.row
      .replace(/<small>your team<\/small>/, '')
      .replace(/class="yours"/, '')
      .replaceAll(/\s+/g, ''),
  ).toBe(mine?.before?.replaceAll(/\s+/g, ''))
})

test('a unit lead finds the page opened at her unit, and is told that it is the page of everybody', async () => {
  const document = releaseWith(all)
  const body = await draw(document, { reader: { unit: 'north', leads: ['north'] } })
  expect(body).toContain('Opened at North, which you lead. It is the same page that everybody reads.')
  expect(body).toMatch(/<option value="north" selected/)
  const whole = await draw(document, { reader: { unit: 'north', leads: ['north'] }, unit: 'hospital' })
  expect(whole).toContain('href="?unit=north"')
})

test('somebody whose team is counted inside another finds her mark there', () => {
  const unit = { parent: null, name: '', depth: 1 }
  const units = [
    { ...unit, id: 'clinical', reported: 'alone' as const, with: null },
    { ...unit, id: 'pharmacy', reported: 'with' as const, with: 'clinical' },
  ]
  expect(reportingUnitOf(units, 'pharmacy')).toBe('clinical')
  expect(reportingUnitOf(units, 'clinical')).toBe('clinical')
  expect(reportingUnitOf(units, 'elsewhere')).toBeNull()
  expect(reportingUnitOf(units, null)).toBeNull()
})
