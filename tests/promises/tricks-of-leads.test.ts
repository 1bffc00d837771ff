import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { checkPacket } from '#capabilities/checkins/domain/check-packet.ts'
import type { GroupEntry, Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import {
  announceWave,
  cancelWave,
  draftWave,
  readPackets,
  readRelease,
} from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, openWave, planWave, times, usualForm } from '../rehearsal/wave.ts'

// What a lead or an administrator might try who wants to know what a few people said. Each trick is played through the
// doors that she has.

let site: Rehearsal
beforeEach(async () => {
  site = await rehearse({ now: times.before })
})
afterEach(() => site.end())

const asSeenBy = async (clinic: Clinic, at: number, wave: WaveId) => {
  const actor = clinic.actorOf(clinic.members[at]?.id ?? clinic.lead.member.id)
  const packet = (await readPackets({ checkins: site.checkins, actor })).find((one) => one.wave === wave)
  if (!packet) throw new Error('She is not asked.')
  return packet
}
const firstVisit = { signer: undefined, manifestHash: undefined }
const collect = (ballot: Uint8Array) =>
  collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })

test('people who were invented to fill a team are named to everybody in it, and cannot be left unnamed', async () => {
  // Five of Surgery are real, three are not; alone, five would be below the minimum of eight.
  const clinic = await makeClinic(site.database, { sizes: { Surgery: 8 } })
  const wave = await announcedWave({ site, actor: clinic.lead, form: { minimumGroup: 8 } })
  const packet = await asSeenBy(clinic, 0, wave)
  expect(packet.people).toEqual(clinic.members.map(({ name }) => name).sort())
  expect((await checkPacket(packet, firstVisit)).ok).toBe(true)

  const named = packet.people ?? []
  const told = (people: readonly string[] | null) => checkPacket({ ...packet, people }, firstVisit)
  for (const people of [
    null,
    named.slice(0, 5),
    [...named.slice(0, 5), 'Ana', 'Bo', 'Cy'],
    named.toReversed(),
  ])
    expect(await told(people), JSON.stringify(people)).toMatchObject(
      people?.length === 8 && people.every((name) => named.includes(name))
        ? { ok: true }
        : { ok: false, refusal: 'manifest/names-differ' },
    )
})

test('who is asked, with whom, and the minimum stay as announced, whatever a lead sends or moves afterwards', async () => {
  const clinic = await makeClinic(site.database, { sizes: { Surgery: 9, Maternity: 9 } })
  const wave = await announcedWave({ site, actor: clinic.lead, form: { minimumGroup: 8 } })
  const before = await asSeenBy(clinic, 0, wave)
  const on = { checkins: site.checkins, actor: clinic.lead }
  for (const form of [
    { minimumGroup: 5 },
    { audience: [clinic.units[0]?.id ?? ''] },
    { title: 'Only Surgery' },
  ])
    expect(await draftWave({ wave, form: { ...usualForm, ...form } }, on)).toEqual({
      ok: false,
      refusal: { code: 'checkins/already-announced' },
    })
  expect(await announceWave({ wave }, on)).toMatchObject({ ok: false })

  // All but one of Surgery are moved away: the one who is left is still counted with the nine.
  await moveAll(clinic, { from: clinic.units[0]?.id ?? '', to: clinic.units[1]?.id ?? '', but: 1 })
  const { state: _before, ...kept } = before
  const { state: _after, ...seen } = await asSeenBy(clinic, 0, wave)
  expect(seen).toEqual(kept)
  expect((JSON.parse(seen.entry) as GroupEntry).eligible).toBe(9)
})

test('who cancels and asks again learns nothing from the first time, and nobody counts twice', async () => {
  const clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  const first = await openWave({ site, actor: clinic.lead })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  const sent = await ballotsOf({ checkins: site.checkins, wave: first, actors })
  for (const { ballot } of sent) expect(await collect(ballot)).toBe('received')
  const on = { checkins: site.checkins, actor: clinic.lead }
  expect(await cancelWave({ wave: first, form: { why: 'Once more.' } }, on)).toMatchObject({ ok: true })
  expect(await readRelease({ wave: first }, on)).toMatchObject({ ok: false })

  const again = { opens: '2026-11-25T06:00', closes: '2026-11-29T20:00' }
  const second = await announcedWave({ site, actor: clinic.lead, form: again })
  site.clock.set('2026-11-26T09:00:00Z')
  await site.work()
  for (const { ballot } of sent) expect(await collect(ballot)).toBe('ballot/wave-cancelled')
  const anew = await ballotsOf({ checkins: site.checkins, wave: second, actors: actors.slice(0, 8) })
  for (const { ballot } of anew) expect(await collect(ballot)).toBe('received')
  site.clock.set(times.after)
  await site.work()
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  expect(await readRelease({ wave: first }, on)).toMatchObject({ ok: false })
  const release = await readRelease({ wave: second }, on)
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 8 })
})

test('a minimum that is raised from one check-in to the next changes no release that stands', async () => {
  const clinic = await makeClinic(site.database, { sizes: { Surgery: 6, Maternity: 9 } })
  const low = await planWave({ site, actor: clinic.lead, form: { minimumGroup: 5 } })
  const on = { checkins: site.checkins, actor: clinic.lead }
  // While it is a draft, the plan is hers to change; the packet says what it became.
  expect(await draftWave({ wave: low, form: { ...usualForm, minimumGroup: 8 } }, on)).toMatchObject({
    ok: true,
  })
  const wave = await announcedWave({ site, actor: clinic.lead, form: { minimumGroup: 5 } })
  const packet = await asSeenBy(clinic, 0, wave)
  expect((JSON.parse(packet.manifest) as Manifest).minimumGroup).toBe(5)
  expect((JSON.parse(packet.entry) as GroupEntry).eligible).toBe(6)

  const higher = { opens: '2026-12-01T06:00', closes: '2026-12-02T20:00', minimumGroup: 8 }
  const later = await asSeenBy(clinic, 0, await announcedWave({ site, actor: clinic.lead, form: higher }))
  // Six of Surgery are below eight: they are counted with the nine, who have no result of their own either.
  expect((JSON.parse(later.entry) as GroupEntry).eligible).toBe(15)
  expect(await asSeenBy(clinic, 0, wave)).toEqual(packet)
})

const moveAll = (clinic: Clinic, given: { from: string; to: string; but: number }) =>
  site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    const members = clinic.members.filter(({ unit }) => unit === given.from).slice(given.but)
    for (const { id } of members)
      await tx
        .withTables<{ 'org.member': { id: string; unit: string } }>()
        .updateTable('org.member')
        .set({ unit: given.to })
        .where('id', '=', id)
        .execute()
  })
