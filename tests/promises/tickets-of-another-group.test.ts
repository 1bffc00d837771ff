import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildBallot } from '#capabilities/checkins/domain/ballot.ts'
import { fromBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { WaveId } from '#kernel/ids.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket, type HeldTicket, someAnswers } from '../rehearsal/member.ts'
import { openPostBox, type PostBox } from '../rehearsal/post-box.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'

let site: Rehearsal
let box: PostBox
const waves: WaveId[] = []
/** One ticket for each organisation, wave and group; what it is for stands beside it. */
const tickets: { from: string; held: HeldTicket }[] = []
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  for (const slug of ['alder-bridge', 'birch-house']) {
    const clinic = await makeClinic(site.database, { slug, sizes: { Surgery: 6, Maternity: 7 } })
    for (const title of ['November', 'Once more']) {
      const wave = await announcedWave({ site, actor: clinic.lead, form: { title } })
      waves.push(wave)
      for (const { id, name } of [clinic.members[0], clinic.members.at(-1)].flatMap((one) => one ?? [])) {
        const held = await fetchTicket({ checkins: site.checkins, actor: clinic.actorOf(id), wave })
        tickets.push({ from: `${slug}, ${title}, ${name}`, held })
      }
    }
  }
  site.clock.set(times.during)
  box = await openPostBox(site)
})
afterAll(async () => {
  await box.close()
  await site.end()
})
const taken = () => waves.map((wave) => site.checkins.registry.wave(wave)?.pool.count)

/** The most that a cheat can do: her own ticket and its secrets, all else as the other group's ballots have it. */
const ballotFor = async (own: HeldTicket, other: HeldTicket) => {
  const built = await buildBallot({
    answers: someAnswers(other, 2),
    waveKey: fromBase64Url(other.manifest.waveKey) ?? new Uint8Array(),
    key: other.key,
    ticket: own.ticket,
    secrets: own.secrets,
  })
  if (!built.ok) throw new Error(built.refusal)
  return built.value
}

test('a ticket of another group, wave or organisation is refused, in all pairs', async () => {
  expect(new Set(tickets.map(({ held }) => Buffer.from(held.key.id).toString('hex'))).size).toBe(8)
  const wrongly: string[] = []
  for (const own of tickets)
    for (const other of tickets) {
      if (own === other) continue
      const answer = await box.send({ body: await ballotFor(own.held, other.held) })
      if (answer.status !== 403 || answer.code !== 'ballot/ticket-not-valid')
        wrongly.push(`${own.from} as ${other.from}: ${answer.code}`)
    }
  expect(wrongly).toEqual([])
  expect(taken()).toEqual([0, 0, 0, 0])
})

test('each of these tickets is good where it belongs, and was not spent by the attempts', async () => {
  for (const { held } of tickets)
    expect(await box.send({ body: await ballotFor(held, held) })).toMatchObject({
      status: 200,
      code: 'received',
    })
  expect(taken()).toEqual([2, 2, 2, 2])
})
