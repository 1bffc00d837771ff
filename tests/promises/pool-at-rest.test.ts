import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { BALLOT_SIZE, decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import {
  openWaveForBallots,
  poolFileOf,
} from '#capabilities/checkins/use-cases/open-wave-for-ballots.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { ticketMessage } from '#packages/blind-ticket/index.ts'
import { loadTicketKey, verifyTicket } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, openWave, secretsOf, times } from '../rehearsal/wave.ts'
import { ballotsInPool } from './evidence/pool-contents.ts'

const block = 4096
const inSlot = { contents: 20 }
const peopleInUnit = 40

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
let ballots: { group: string; ballot: Uint8Array<ArrayBuffer> }[]
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: peopleInUnit, Kitchen: peopleInUnit } })
  wave = await openWave({ site, actor: clinic.lead })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  ballots = (await ballotsOf({ checkins: site.checkins, wave, actors })).map(({ ballot }) => {
    const read = decodeBallot(ballot)
    if (!read.ok) throw new Error(read.refusal)
    return { group: Buffer.from(read.value.keyId).toString('hex'), ballot }
  })
  for (const { ballot } of ballots) expect(await collect(ballot)).toBe('received')
})
afterAll(() => site.end())
const collect = (bytes: Uint8Array) =>
  collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })
const readPool = () => readFileSync(poolFileOf({ dataDir: site.dataDir, wave }))
const slots = (bytes: Buffer) =>
  Array.from({ length: bytes.length / block - 1 }, (_, at) =>
    bytes.subarray((at + 1) * block, (at + 2) * block),
  )
/** A ticket shows whose it is to everybody who tries the keys on it: wherever in a slot a ballot may begin. */
const groupsShownBy = async (slot: Buffer, keys: readonly Buffer[]): Promise<Buffer[]> => {
  const shown: Buffer[] = []
  for (const start of [20, 52, 84, 116, 149, 165]) {
    const at = (from: number, length: number) =>
      Uint8Array.from(slot.subarray(start + from, start + from + length))
    const message = await ticketMessage({ publicKey: at(33, 65), prefix: at(98, 32) })
    const signature = at(130, 384)
    shown.push(...keys.filter((spki) => verifyTicket({ key: loadTicketKey(spki), message, signature })))
  }
  return shown
}
/** Slots that somebody wrote, as who copies the file sees them: what the mark of the file begins. */
const written = () => {
  const bytes = readPool()
  return slots(bytes).filter((slot) => slot.subarray(0, 16).equals(bytes.subarray(20, 36)))
}

test('of a ballot nothing lies in the clear in a copy of the pool: no key of a group, no ticket, no sealed answer', () => {
  const bytes = readPool()
  expect(new Set(ballots.map(({ group }) => group)).size).toBe(2)
  for (const { ballot } of ballots)
    for (let at = 0; at + 24 <= BALLOT_SIZE; at += 8)
      expect([at, bytes.indexOf(ballot.subarray(at, at + 24))]).toEqual([at, -1])
  for (const { group } of ballots)
    for (const form of [group, Buffer.from(group, 'hex').toString('base64url')])
      expect(bytes.indexOf(form)).toBe(-1)
})

test('whoever has a copy of the pool and every public key finds of no place which group it belongs to', async () => {
  const { ticketKeys } = await secretsOf(site, wave)
  const keys = ticketKeys.map(({ spki }) => Buffer.from(spki, 'base64url'))
  const hashes = keys.map((spki) => createHash('sha256').update(spki).digest())
  const all = written()
  expect(all).toHaveLength(ballots.length)
  for (const slot of all) {
    for (const hash of hashes) expect(slot.includes(hash)).toBe(false)
    expect(await groupsShownBy(slot, keys)).toEqual([])
  }
  // The same search finds each in a pool that keeps ballots as they come: it is a search.
  const file = join(site.dataDir, 'in-the-clear.pool')
  await createPool({ file, capacity: 2, payloadSize: BALLOT_SIZE })
  const pool = await openPool({ file })
  const [one] = ballots
  await pool.add({ ticket: randomBytes(32), payload: one?.ballot ?? new Uint8Array() })
  await pool.close()
  const clear = slots(readFileSync(file))
  const shown = await Promise.all(clear.map((slot) => groupsShownBy(slot, keys)))
  expect(shown.flat().map((spki) => createHash('sha256').update(spki).digest('hex'))).toEqual([one?.group])
})

test('no place of a slot has a byte that is the same in one group and another one in the other', async () => {
  const bytes = readPool()
  const mark = bytes.subarray(20, 36)
  const groupAt = new Map<number, string>()
  const inOrder = await ballotsInPool(site, wave)
  const places = slots(bytes).flatMap((slot, at) => (slot.subarray(0, 16).equals(mark) ? [at] : []))
  // Who holds the key reads them in this order; who has only the file must find no such parting by himself.
  for (const [at, ballot] of inOrder.entries()) {
    const read = decodeBallot(ballot)
    const group = read.ok ? Buffer.from(read.value.keyId).toString('hex') : ''
    groupAt.set(places[at] ?? -1, group)
  }
  const [one = [], other = []] = Object.values(
    Object.groupBy(places, (place) => groupAt.get(place) ?? ''),
  ).map((some) => some?.map((place) => slots(bytes)[place] ?? Buffer.alloc(0)))
  expect([one.length, other.length]).toEqual([peopleInUnit, peopleInUnit])
  const apart: number[] = []
  for (let at = inSlot.contents; at < block; at += 1) {
    const values = (group: Buffer[]) => [...new Set(group.map((slot) => slot[at]))]
    const [mine, theirs] = [values(one), values(other)]
    if (mine.length === 1 && theirs.length === 1 && mine[0] !== theirs[0]) apart.push(at)
  }
  expect(apart).toEqual([])
  await site.restart()
})

test('after a restart a spent ticket is known, although nobody can read what lies there', async () => {
  site.clock.set(times.during)
  for (const { ballot } of ballots.slice(0, 5)) expect(await collect(ballot)).toBe('received')
  expect(site.checkins.registry.wave(wave)?.pool.count).toBe(ballots.length)
})

test('a pool that would keep ballots as they come, or for another holder, takes none', async () => {
  site.clock.set(times.before)
  const other = await makeClinic(site.database, { slug: 'birch-house', sizes: { Theatre: 12 } })
  const later = await announcedWave({ site, actor: other.lead })
  const live = site.checkins.registry.wave(later)
  if (!live) throw new Error('The wave takes no ballots.')
  const { findWave } = await import('#capabilities/checkins/data/waves.server.ts')
  const announced = await site.database.inOrganisation(other.organisation.id, (tx) => findWave(tx, later))
  if (!announced) throw new Error('The wave is gone.')
  const file = poolFileOf({ dataDir: site.dataDir, wave: later })
  site.checkins.registry.end(later, 'ballot/came-too-late')
  await live.pool.close()
  await rename(file, `${file}.own`)
  const { publicKey } = await generateSealingKey()
  for (const sealedTo of [undefined, publicKey]) {
    await createPool({ file, capacity: 12, payloadSize: BALLOT_SIZE, ...(sealedTo ? { sealedTo } : {}) })
    await expect(openWaveForBallots(site.checkins, announced)).rejects.toThrow('does not seal')
    expect(site.checkins.registry.wave(later)).toBeUndefined()
    await rename(file, `${file}.bad`)
  }
  await rename(`${file}.own`, file)
  await openWaveForBallots(site.checkins, announced)
  expect(site.checkins.registry.wave(later)?.pool.count).toBe(0)
})
