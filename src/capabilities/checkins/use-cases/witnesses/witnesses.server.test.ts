import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { fetchTicket } from '#tests/rehearsal/member.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { announcedWave, times } from '#tests/rehearsal/wave.ts'
import { cosign, makeWitness, nameWitness } from '#tests/rehearsal/witness.ts'
import { checkCount } from '../../domain/chain/check-count.ts'
import type { DailyHead } from '../../domain/chain/entry.ts'
import { verifyChain } from '../../domain/chain/verify-chain.ts'
import type { GroupEntry, Manifest } from '../../domain/manifest/manifest.ts'
import { readPackets } from '../read-packets.server.ts'
import { acceptCosignature } from './accept-cosignature.server.ts'
import { changeWitnesses } from './change-witnesses.server.ts'
import { readPublicPage } from './read-public-chain.server.ts'
import { readWitnesses } from './read-witnesses.server.ts'

let site: Rehearsal
let clinic: Clinic
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9, Pharmacy: 7 } })
})
afterAll(() => site.end())

const on = () => ({ checkins: site.checkins, actor: clinic.lead })
const page = () => readPublicPage({ from: 1 }, { checkins: site.checkins, organisation: clinic.organisation })
const witness = makeWitness()

test('only an administrator names a witness, and only by a key that is one', async () => {
  const add = { what: 'add', name: 'Union', publicKey: witness.publicKey, isRequired: true } as const
  const nobody = { ...on(), actor: clinic.actorOf(clinic.members[0]?.id ?? newId()) }
  expect(await changeWitnesses({ change: add }, nobody)).toMatchObject({ ok: false })
  for (const publicKey of ['', 'MFkw', `${witness.publicKey.slice(0, -4)}AAAA`, 'not a key'])
    expect(await changeWitnesses({ change: { ...add, publicKey } }, on())).toMatchObject({
      refusal: { code: 'checkins/witness-key-not-readable' },
    })
  expect(await readWitnesses(on())).toMatchObject({ value: { witnesses: [], may: { change: true } } })
})

test('a witness stands on the chain, in what is announced after, and with her signature beside it', async () => {
  const id = await nameWitness({ site, actor: clinic.lead }, { witness })
  const wave = await announcedWave({ site, actor: clinic.lead })
  const [named, announced] = (await page()).entries
  expect(named).toMatchObject({ kind: 'witnesses', wave: null })
  const manifest = JSON.parse(announced?.body ?? '') as Manifest
  expect(manifest.witnesses).toEqual([
    { id, name: witness.name, publicKey: witness.publicKey, isRequired: true },
  ])
  const hash = announced?.hash ?? ''
  const forged = { hash, witness: id, signature: makeWitness().sign(`kith-cosignature/1|${hash}`) }
  const where = { checkins: site.checkins, organisation: clinic.organisation.id }
  expect(await acceptCosignature({ request: forged }, where)).toMatchObject({
    refusal: { code: 'checkins/cosignature-not-valid' },
  })
  const ofTheList = {
    hash: named?.hash ?? '',
    witness: id,
    signature: witness.sign(`kith-cosignature/1|${named?.hash}`),
  }
  expect(await acceptCosignature({ request: ofTheList }, where)).toMatchObject({ ok: false })
  expect(await acceptCosignature({ request: { ...forged, witness: newId() } }, where)).toMatchObject({
    refusal: { code: 'checkins/not-found' },
  })
  expect((await page()).entries[1]?.cosignatures).toEqual([])
  await cosign({ site, actor: clinic.lead }, { witness, id, wave })
  await cosign({ site, actor: clinic.lead }, { witness, id, wave })
  const signed = (await page()).entries[1]?.cosignatures ?? []
  expect(signed.map((one) => one.witness)).toEqual([id])
  expect(await verifyChain({ known: undefined, entries: (await page()).entries })).toMatchObject({ ok: true })
})

test('once a day the chain says how the audit ends and how many of each group hold a ticket', async () => {
  const actor = clinic.actorOf(clinic.members[0]?.id ?? newId())
  const [packet] = await readPackets({ checkins: site.checkins, actor })
  if (!packet) throw new Error('Nobody was asked.')
  await fetchTicket({ checkins: site.checkins, actor, wave: packet.wave })
  for (const now of ['2026-11-21T05:00:00Z', '2026-11-21T05:01:00Z', '2026-11-21T20:00:00Z']) {
    site.clock.set(now)
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
  }
  const { entries } = await page()
  const days = entries.filter(({ kind }) => kind === 'head').map(({ body }) => JSON.parse(body) as DailyHead)
  expect(days.map(({ day }) => day)).toContain('2026-11-21')
  expect(new Set(days.map(({ day }) => day)).size).toBe(days.length)
  expect(days.at(-1)?.audit?.number).toBeGreaterThan(0)
  const countOf = async (member: string | undefined, heldSince: number | undefined) => {
    const [hers] = await readPackets({
      checkins: site.checkins,
      actor: clinic.actorOf((member ?? newId()) as typeof actor.member.id),
    })
    if (!hers?.count) throw new Error('She is told no count.')
    const line = JSON.parse(hers.entry) as GroupEntry
    return checkCount({ ...line, count: hers.count, entries, wave: hers.wave, heldSince })
  }
  const colleagues = clinic.members.filter(({ unit }) => unit === clinic.members[0]?.unit)
  for (const { id } of colleagues)
    expect(await countOf(id, undefined)).toMatchObject({ eligible: 9, tickets: 1, day: '2026-11-21' })
  const elsewhere = clinic.members.find(({ unit }) => unit !== clinic.members[0]?.unit)
  expect(await countOf(elsewhere?.id, undefined)).toMatchObject({ eligible: 7, tickets: 0 })
  expect(await countOf(elsewhere?.id, 1)).toBe('count/leaves-this-one-out')
})

test('no count stands on the chain in the open, and none is kept once the check-in is over', async () => {
  const { entries } = await page()
  expect(entries.some(({ body }) => body.includes('"tickets"'))).toBe(false)
  site.clock.set(times.during)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const left = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx
      .withTables<{ 'org.head_line': { line: string } }>()
      .selectFrom('org.head_line')
      .select('line')
      .execute(),
  )
  expect(left).toEqual([])
})
