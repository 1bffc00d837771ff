import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { fromBase64Url, toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { issueTicket, readPackets, readRelease } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import { finalise } from '#packages/blind-ticket/index.ts'
import { findBreak } from '#platform/audit/audit.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fillBallot, prepareTicket, someAnswers } from '../rehearsal/member.ts'
import { type OpenSite, openSite, type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave } from '../rehearsal/wave.ts'
import { asOwner } from './evidence/database-text.ts'
import { ballotsInPool } from './evidence/pool-contents.ts'
import { killDuring } from './kills/order.ts'

const kills = Number(process.env.KITH_KILLS ?? 12)
const timeout = 60_000 + kills * 15_000
const people = 16

let first: Rehearsal
let clinic: Clinic
let days = 0
beforeAll(async () => {
  first = await rehearse({ now: '2026-11-20T09:00:00Z' })
  clinic = await makeClinic(first.database, { sizes: { Surgery: people } })
  // From here on the site is opened anew after each kill.
  await first.checkins.close()
})
afterAll(() => first.end())

/** The site after a restart, in this process. */
const restarted = async <T>(now: string, look: (site: OpenSite) => Promise<T>): Promise<T> => {
  const site = await openSite({ address: first.fresh.address, dataDir: first.dataDir, now })
  try {
    return await look(site)
  } finally {
    await site.end()
  }
}
const at = (day: number, time = '09:00') =>
  new Date(Date.parse(`2026-12-01T${time}:00Z`) + day * 86_400_000).toISOString()
const order = (now: string) => ({ url: first.fresh.url, dataDir: first.dataDir, now })

test(`in ${kills} kills while tickets are issued, ballots taken and waves closed nothing acknowledged is lost or counted twice`, {
  timeout,
}, async () => {
  let killed = 0
  let acknowledged = 0
  while (killed < kills) {
    const run = await runWave()
    killed += run.killed
    acknowledged += run.acknowledged
  }
  process.stdout.write(`${killed} kills; ${acknowledged} acknowledgements, all kept and none counted twice\n`)
  expect(acknowledged).toBeGreaterThan(kills)
})

/** One wave from announcement to release, killed twice while issuing, twice while collecting, at least twice closing. */
const runWave = async () => {
  const day = days
  days += 4
  const now = { before: at(day), during: at(day + 1), after: at(day + 3) }
  const form = { opens: at(day, '20:00').slice(0, 16), closes: at(day + 1, '20:00').slice(0, 16) }
  const { wave, asked } = await restarted(now.before, (site) => prepare(site, form))
  let killed = 0

  const issued = new Map<number, string>()
  for (let round = 0; round < 2; round += 1) {
    const requests = asked.map(({ number, actor, request }) => ({ number, actor, request }))
    const said = await killDuring(
      { ...order(now.before), errand: 'issue', wave, requests },
      { after: /^issued/, within: 250 },
    )
    killed += 1
    for (const [word, number, signature] of said.map((line) => line.split(' ')))
      if (word === 'issued') issued.set(Number(number), signature ?? '')
    await restarted(now.before, async (site) => {
      for (const [number, signature] of issued) {
        const mine = asked[number]
        if (!mine) throw new Error('Nobody asked for this.')
        const again = await issueTicket(
          { wave, request: mine.request },
          { checkins: site.checkins, actor: mine.actor },
        )
        expect(again).toEqual({ ok: true, value: { blindSignature: signature } })
        const other = { ...mine.request, blinded: asked[(number + 1) % people]?.request.blinded }
        expect(
          await issueTicket({ wave, request: other }, { checkins: site.checkins, actor: mine.actor }),
        ).toMatchObject({ ok: false, refusal: { code: 'checkins/ticket-already-given' } })
      }
    })
  }
  const ballots = await restarted(now.before, (site) => fill(site, { wave, asked, issued }))

  const received = new Set<number>()
  for (let round = 0; round < 2; round += 1) {
    const left = round === 0 ? ballots.slice(0, people - 4) : ballots
    const sending = left.map((ballot, number) => ({ number, ballot: Buffer.from(ballot).toString('base64') }))
    const said = await killDuring(
      { ...order(now.during), errand: 'collect', ballots: sending },
      { after: /^received/, within: 150 },
    )
    killed += 1
    for (const [word, number] of said.map((line) => line.split(' ')))
      if (word === 'received') received.add(Number(number))
    const kept = await restarted(now.during, (site) => ballotsInPool(site, wave))
    const texts = kept.map((ballot) => ballot.toString('base64'))
    expect(new Set(texts).size).toBe(texts.length)
    expect([...received].filter((number) => !texts.includes(sending[number]?.ballot ?? ''))).toEqual([])
  }
  // Whoever was not told keeps sending until she is.
  await restarted(now.during, async (site) => {
    for (const ballot of ballots)
      expect(await collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })).toBe(
        'received',
      )
  })

  for (let round = 0; round < 2; round += 1) {
    await killDuring({ ...order(now.after), errand: 'close' }, { after: /^ready/, within: 500 })
    killed += 1
    await restarted(now.after, async (site) => {
      const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
      const late = await collectBallot(ballots[0] ?? new Uint8Array(), {
        registry: site.checkins.registry,
        clock: site.clock,
      })
      expect(late).toBe('ballot/came-too-late')
      if (release.ok) expect(release.value.items[0]?.cells[0]).toMatchObject({ n: people })
    })
  }
  await restarted(now.after, async (site) => {
    await site.work()
    const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
    if (!release.ok) throw new Error(release.refusal.code)
    expect(release.value.items[0]?.cells[0]).toMatchObject({
      shown: true,
      n: people,
      counts: expectedCounts(asked[0]?.questions),
    })
    expect(readdirSync(join(site.dataDir, 'waves')).filter((name) => name.startsWith(wave))).toEqual([])
    await onlyOnce(site, wave)
  })
  return { killed, acknowledged: issued.size + received.size }
}

type Asked = {
  number: number
  actor: Actor
  request: { table: string; blinded: string }
  prepared: Awaited<ReturnType<typeof prepareTicket>>
  packet: Awaited<ReturnType<typeof readPackets>>[number]
  questions: Questions
}

const prepare = async (site: OpenSite, form: { opens: string; closes: string }) => {
  const wave = await announcedWave({ site, actor: clinic.lead, form })
  const asked: Asked[] = []
  for (const { id } of clinic.members) {
    const actor = clinic.actorOf(id)
    const packet = (await readPackets({ checkins: site.checkins, actor })).find((one) => one.wave === wave)
    if (!packet) throw new Error('This member is not asked.')
    const prepared = await prepareTicket(packet, crypto.getRandomValues(new Uint8Array(32)))
    const request = { table: 'reporting-groups', blinded: toBase64Url(prepared.blinded) }
    const questions = JSON.parse(packet.questions) as Questions
    asked.push({ number: asked.length, actor, request, prepared, packet, questions })
  }
  return { wave, asked }
}

/** Everyone's ballot; who was not told of her ticket before the kill asks again. */
const fill = (site: OpenSite, given: { wave: WaveId; asked: Asked[]; issued: Map<number, string> }) =>
  Promise.all(
    given.asked.map(async ({ number, actor, request, prepared, packet }) => {
      const { checkins } = site
      const told = given.issued.get(number)
      const answer = await issueTicket({ wave: given.wave, request }, { checkins, actor })
      if (!answer.ok) throw new Error(answer.refusal.code)
      if (told !== undefined && told !== answer.value.blindSignature)
        throw new Error('Another ticket than before.')
      const blindSignature = fromBase64Url(answer.value.blindSignature) ?? new Uint8Array()
      const ticket = await finalise({ ...prepared, blindSignature })
      if (!ticket.ok) throw new Error(ticket.refusal)
      const held = { packet, ...prepared, ticket: ticket.value }
      return fillBallot(held, someAnswers(held, number))
    }),
  )

/** As `someAnswers` fills the first question: its options in turn. */
const expectedCounts = (questions: Questions | undefined): number[] => {
  const options = questions?.items[0]?.options.length ?? 1
  return Array.from(
    { length: options },
    (_, option) =>
      Array.from({ length: people }, (_, number) => number % options).filter((chosen) => chosen === option)
        .length,
  )
}

/** One release, one entry in the audit log, no ticket left, and a log without a gap. */
const onlyOnce = async (site: OpenSite, wave: WaveId) => {
  const counts = await asOwner(first.fresh, async (client) => {
    const { rows } = await client.query(
      `select (select count(*)::int from org.release where wave = '${wave}') as releases,
         (select count(*)::int from org.issuance where wave = '${wave}') as tickets,
         (select count(*)::int from org.audit_entry
           where act = 'check-in-released' and facts like '%${wave}%') as entries`,
    )
    return rows[0]
  })
  expect(counts).toEqual({ releases: 1, tickets: 0, entries: 1 })
  expect(await site.database.inOrganisation(clinic.organisation.id, findBreak)).toBe(null)
}

test('a staff list whose import is killed is imported whole or not at all', { timeout }, async () => {
  const other = await makeClinic(first.database, { slug: 'birch-house', sizes: { Kitchen: 1 } })
  const rounds = Math.max(2, Math.ceil(kills / 4))
  let said = 0
  for (let round = 1; round <= rounds; round += 1) {
    const rows = Array.from(
      { length: 300 },
      (_, at) => `Person ${at},Ward ${at % 9} of ${round},Nurse,p${at}@birch.example`,
    )
    const list = `name,unit path,profession,e-mail\n${rows.join('\n')}\n`
    const lines = await killDuring(
      { ...order(at(days)), errand: 'import', actor: other.lead, list },
      { after: /^importing/, within: 400 },
    )
    const moved = await asOwner(first.fresh, async (client) => {
      const { rows } = await client.query(
        `select count(*)::int as n, count(*) filter (where u.name like '% of ${round}')::int as moved
         from org.member m join org.unit u on (u.organisation, u.id) = (m.organisation, m.unit)
         where m.organisation = '${other.organisation.id}' and m.name like 'Person %'`,
      )
      return rows[0] as { n: number; moved: number }
    })
    expect([0, 300]).toContain(moved.moved)
    expect([0, 300]).toContain(moved.n)
    if (lines.includes('imported')) expect(moved).toEqual({ n: 300, moved: 300 })
    if (lines.includes('imported')) said += 1
    expect(await first.database.inOrganisation(other.organisation.id, findBreak)).toBe(null)
  }
  process.stdout.write(`${rounds} kills while importing, ${said} of them after the yes was acknowledged\n`)
})
