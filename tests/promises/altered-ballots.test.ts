import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { BALLOT_SIZE, decodeBallot, encodeBallot, nullifierOf } from '#capabilities/checkins/domain/ballot.ts'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'

let site: Rehearsal
let clinic: Clinic
let wave: Awaited<ReturnType<typeof openWave>>
let ballots: Uint8Array<ArrayBuffer>[]
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 14 } })
  wave = await openWave({ site, actor: clinic.lead })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  ballots = (await ballotsOf({ checkins: site.checkins, wave, actors })).map(({ ballot }) => ballot)
})
afterAll(() => site.end())
const collect = (bytes: Uint8Array) =>
  collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })
const inPool = () => site.checkins.registry.wave(wave)?.pool.count
const ballot = (at: number) => ballots[at] ?? new Uint8Array()

test('whichever byte of a ballot somebody on the way changes, it is refused', async () => {
  const taken: number[] = []
  for (let at = 0; at < BALLOT_SIZE; at += 1) {
    const altered = Uint8Array.from(ballot(0))
    altered[at] = (altered[at] ?? 0) ^ (1 << (at % 8))
    const answer = await collect(altered)
    if (answer !== 'ballot/not-readable' && answer !== 'ballot/ticket-not-valid') taken.push(at)
  }
  expect(taken).toEqual([])
  expect(inPool()).toBe(0)
})

test('nobody on the way can put one person’s answers under another’s ticket', async () => {
  const [one, other] = [decodeBallot(ballot(0)), decodeBallot(ballot(1))]
  if (!one.ok || !other.ok) throw new Error('A ballot cannot be read.')
  const fields = ['publicKey', 'prefix', 'ticket', 'sealed', 'signature'] as const
  for (const field of fields) {
    const mixed = encodeBallot({ ...one.value, [field]: other.value[field] })
    expect(await collect(mixed)).toBe('ballot/ticket-not-valid')
  }
  expect(inPool()).toBe(0)
})

test('a ballot has one valid form: the other value of its signature is refused too', async () => {
  const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
  const twisted = Uint8Array.from(ballot(0))
  const s = BigInt(`0x${Buffer.from(twisted.subarray(-32)).toString('hex')}`)
  twisted.set(Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex'), twisted.length - 32)
  expect(await collect(twisted)).toBe('ballot/ticket-not-valid')
  expect(await collect(ballot(0))).toBe('received')
  expect(await collect(twisted)).toBe('ballot/ticket-not-valid')
})

test('what somebody with the disk puts among the ballots is not counted', async () => {
  for (const own of ballots.slice(1, 12)) expect(await collect(own)).toBe('received')
  const pool = site.checkins.registry.wave(wave)?.pool
  const forged = Uint8Array.from(ballot(12))
  const decoded = decodeBallot(ballot(13))
  if (!decoded.ok) throw new Error(decoded.refusal)
  forged.set(decoded.value.ticket, 1 + 32 + 65 + 32)
  const own = await nullifierOf(Uint8Array.from(forged.subarray(33, 98)))
  expect(await pool?.add({ ticket: own, payload: forged })).toBe('stored')
  // And a copy of somebody's whole ballot under an invented hash, to make her count twice.
  expect(await pool?.add({ ticket: Buffer.alloc(32, 8), payload: ballot(1) })).toBe('stored')
  expect(inPool()).toBe(14)
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  expect(release.ok && release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 12 })
  // Two of fourteen: everybody reads that some could not be read.
  expect(release.ok && release.value.someUnreadable).toBe(true)
})
