import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { advanceWaves, checkinHolding, readRelease } from '#capabilities/checkins/index.server.ts'
import { sheetFileOf } from '#capabilities/checkins/keys/sheet-file.server.ts'
import { notCountedWords } from '#capabilities/checkins/ui/release-words.ts'
import { deleteOwnMembership } from '#capabilities/people/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { openForge } from '../rehearsal/forge.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { openOnPaper, sendSheet } from '../rehearsal/paper.ts'
import { openPostBox } from '../rehearsal/post-box.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'
import { asOwner } from './evidence/database-text.ts'

// Whoever runs the server holds the keys that sign tickets. What she fills in beyond what was given out must not count.

let site: Rehearsal
let clinic: Clinic
beforeEach(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 14, Kitchen: 12 } })
})
afterEach(() => site.end())

const collect = (ballot: Uint8Array) =>
  collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })
const actorsOf = (unit: string) =>
  clinic.members.filter(({ name }) => name.startsWith(unit)).map(({ id }) => clinic.actorOf(id))
const groupOf = async (unit: string, wave: WaveId) =>
  asOwner(site.fresh, async (client) => {
    const { rows } = await client.query<{ id: string; spki: Buffer }>(
      `select id, spki from org.wave_group where wave = '${wave}' and name = '${unit}'`,
    )
    const [group] = rows
    if (!group) throw new Error(`${unit} is no group of its own.`)
    return { id: group.id, spki: new Uint8Array(group.spki) }
  })
const forged = async (given: { wave: WaveId; unit: string; count: number }) => {
  const forge = await openForge(site, given.wave)
  const { spki } = await groupOf(given.unit, given.wave)
  for (let number = 0; number < given.count; number += 1)
    expect(await collect(await forge({ spki, answers: { 'own.workload': 1 } }))).toBe('received')
}
const released = async (wave: WaveId) => {
  site.clock.set(times.after)
  await advanceWaves(site.checkins)
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  if (!release.ok) throw new Error(release.refusal.code)
  const [first] = release.value.items
  const shown = (unit: string) =>
    first?.cells.find((cell) => cell.unit === unit && cell.shown) as { n: number } | undefined
  return { document: release.value, shown }
}

test('places that nobody used cannot be filled unseen: the group is not counted, and everybody reads it', async () => {
  const wave = await openWave({ site, actor: clinic.lead })
  const surgery = await groupOf('Surgery', wave)
  for (const unit of ['Surgery', 'Kitchen'])
    for (const { ballot } of await ballotsOf({
      checkins: site.checkins,
      wave,
      actors: actorsOf(unit).slice(0, 9),
    }))
      expect(await collect(ballot)).toBe('received')
  await forged({ wave, unit: 'Surgery', count: 4 })
  const { document, shown } = await released(wave)
  expect(document.notCounted).toEqual({ units: [surgery.id], isApart: false })
  expect(shown(surgery.id)).toBeUndefined()
  expect(document.items[0]?.cells[0]).toMatchObject({ shown: true, n: 9, before: null, trend: [null] })
  expect([document.participation, document.findings]).toEqual([null, []])
})

test('even more ballots than people do not keep a check-in from closing', async () => {
  const wave = await openWave({ site, actor: clinic.lead })
  const live = site.checkins.registry.wave(wave)
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors: actorsOf('Kitchen') }))
    expect(await collect(ballot)).toBe('received')
  // The pool has a place for each of all that are asked: those of Kitchen’s that Surgery left are filled.
  await forged({ wave, unit: 'Kitchen', count: 14 })
  expect(live?.pool.count).toBe(26)
  // Somebody of Surgery finds no place, and nobody tells her that hers was counted.
  const [late] = await ballotsOf({ checkins: site.checkins, wave, actors: actorsOf('Surgery').slice(0, 1) })
  expect(await collect(late?.ballot ?? new Uint8Array())).not.toBe('received')
  const { document } = await released(wave)
  expect(document.notCounted).toMatchObject({ units: [expect.any(String)], wasFull: true })
  expect(notCountedWords(document).join(' ')).toContain('Answers from other teams may have been refused')
  expect(document.participation).toBeNull()
})

test('who has deleted herself leaves no ballot too many behind', async () => {
  const wave = await openWave({ site, actor: clinic.lead })
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors: actorsOf('Surgery') }))
    expect(await collect(ballot)).toBe('received')
  const [actor] = actorsOf('Surgery')
  const needs = { database: site.database, clock: site.clock, holdings: [checkinHolding] }
  if (actor)
    expect(await deleteOwnMembership(needs, { actor, form: { sure: 'yes' } })).toMatchObject({ ok: true })
  const { document } = await released(wave)
  expect(document.notCounted).toBeUndefined()
  expect(document.items[0]?.cells[0]).toMatchObject({ n: 14 })
})

test('of a group on paper no more is counted than sheets were made', async () => {
  const { wave, codes } = await openOnPaper({ site, clinic, unit: 'Kitchen' })
  const box = await openPostBox(site)
  for (const code of codes.slice(0, 11))
    expect((await sendSheet({ port: box.port, code, answers: { 'own.workload': 2 } })).status).toBe(303)
  await box.close()
  await forged({ wave, unit: 'Kitchen', count: 2 })
  const { id } = await groupOf('Kitchen', wave)
  const { document } = await released(wave)
  expect(document.notCounted?.units).toEqual([id])
})

test('whoever takes the file of printed sheets away voids nothing that came before', async () => {
  const { wave, codes } = await openOnPaper({ site, clinic, unit: 'Kitchen' })
  const box = await openPostBox(site)
  for (const code of codes) await sendSheet({ port: box.port, code, answers: { 'own.workload': 2 } })
  await box.close()
  rmSync(sheetFileOf({ dataDir: site.dataDir, wave }))
  const { document } = await released(wave)
  expect(document.notCounted).toBeUndefined()
  expect(document.participation).toBe(50)
})

test('notes of tickets that somebody took away void the group, and the release blames nobody for it', async () => {
  const wave = await openWave({ site, actor: clinic.lead })
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors: actorsOf('Kitchen') }))
    expect(await collect(ballot)).toBe('received')
  await asOwner(site.fresh, (client) => client.query(`delete from org.issuance where wave = '${wave}'`))
  const { document } = await released(wave)
  const said = notCountedWords(document).join(' ')
  expect(said).toContain('Either answers were added, or notes were lost')
  expect(said).not.toContain('are not from its people')
})
