import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf, fetchTicket, fillBallot, type HeldTicket, someAnswers } from '../rehearsal/member.ts'
import { openPostBox, type PostBox } from '../rehearsal/post-box.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'
import { ballotsInPool } from './evidence/pool-contents.ts'

let site: Rehearsal
let clinic: Clinic
let box: PostBox
let wave: Awaited<ReturnType<typeof openWave>>
let held: HeldTicket
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 10 } })
  wave = await openWave({ site, actor: clinic.lead })
  box = await openPostBox(site)
  const first = clinic.members[0]
  if (!first) throw new Error('Nobody is asked.')
  held = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(first.id), wave })
})
afterAll(async () => {
  await box.close()
  await site.end()
})
const inPool = () => site.checkins.registry.wave(wave)?.pool.count

test('of fifty different answers that one person sends at once, one is kept and forty-nine are told so', async () => {
  const ballots = await Promise.all(
    Array.from({ length: 50 }, (_, number) => fillBallot(held, someAnswers(held, number))),
  )
  const answers = await Promise.all(ballots.map((body) => box.send({ body })))
  const kept = answers.flatMap(({ code }, at) => (code === 'received' ? [at] : []))
  expect(kept).toHaveLength(1)
  expect(answers.filter(({ status, code }) => status === 409 && code === 'ballot/ticket-spent')).toHaveLength(
    49,
  )
  expect(inPool()).toBe(1)

  const [winner] = kept
  const [stored] = await ballotsInPool(site, wave)
  expect(stored?.equals(ballots[winner ?? 0] ?? Buffer.alloc(0))).toBe(true)
  await site.restart()
  const again = await Promise.all(ballots.map((body) => box.send({ body })))
  expect(again.map(({ code }) => code === 'received')).toEqual(ballots.map((_, at) => at === winner))
  expect(inPool()).toBe(1)
})

test('one ballot sent fifty times at once is received each time and counted once', async () => {
  const second = clinic.members[1]
  if (!second) throw new Error('Nobody is asked.')
  const ticket = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(second.id), wave })
  const body = await fillBallot(ticket, someAnswers(ticket, 3))
  const answers = await Promise.all(Array.from({ length: 50 }, () => box.send({ body })))
  expect(new Set(answers.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['200 received']))
  expect(inPool()).toBe(2)
})

test('the release counts each person once, however often they sent', async () => {
  const others = clinic.members.slice(2).map(({ id }) => clinic.actorOf(id))
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors: others }))
    for (let times = 0; times < 3; times += 1)
      expect(await box.send({ body: ballot })).toMatchObject({ status: 200 })
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 10 })
})
