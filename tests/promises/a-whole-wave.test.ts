import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { announceWave, draftWave, readRelease } from '#capabilities/checkins/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket, fillBallot } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'

let site: Rehearsal
let clinic: Clinic
beforeAll(async () => {
  site = await rehearse({ now: '2026-11-20T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 12, Pharmacy: 3, Maternity: 9 } })
})
afterAll(() => site.end())

test('a wave runs from its plan to one release, and leaves nothing of the answers behind', async () => {
  const on = { checkins: site.checkins, actor: clinic.lead }
  const drafted = await draftWave(
    {
      form: {
        title: 'November',
        instrument: 'weekly-five',
        audience: [],
        opens: '2026-11-23T06:00',
        closes: '2026-11-29T20:00',
        minimumGroup: 5,
      },
    },
    on,
  )
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.refusal))
  const { wave } = drafted.value
  expect(await announceWave({ wave }, on)).toMatchObject({
    ok: false,
    refusal: { code: 'checkins/keys-not-ready' },
  })
  await site.work()
  expect(await announceWave({ wave }, on)).toEqual({ ok: true, value: { wave } })

  const ballots = []
  for (const { id } of clinic.members) {
    const held = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(id), wave })
    const item = JSON.parse(held.packet.questions).items[0]
    ballots.push(await fillBallot(held, { [item.id]: item.options[ballots.length % 3].value }))
  }
  const collect = (bytes: Uint8Array) =>
    collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })
  expect(await collect(ballots[0] as Uint8Array)).toBe('ballot/too-early')

  site.clock.set('2026-11-23T07:00:00Z')
  await site.work()
  for (const ballot of ballots) expect(await collect(ballot)).toBe('received')
  expect(await collect(ballots[0] as Uint8Array)).toBe('received')
  await site.restart()
  expect(await collect(ballots[3] as Uint8Array)).toBe('received')

  site.clock.set('2026-11-30T20:00:01Z')
  await site.work()
  const release = await readRelease(
    { wave },
    { checkins: site.checkins, actor: clinic.actorOf(clinic.members[0]!.id) },
  )
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 24 })
  expect(readdirSync(join(site.dataDir, 'waves'))).toEqual([])
  expect(await collect(ballots[1] as Uint8Array)).toBe('ballot/came-too-late')
})
