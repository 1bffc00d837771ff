import { afterEach, beforeEach, expect, test } from 'vitest'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import {
  cancelWave,
  checkinLetters,
  readCancellation,
  readPublicChain,
} from '#capabilities/checkins/index.server.ts'
import { sendMessages, setSendingHours } from '#capabilities/people/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import type { Letter } from '#platform/mail/mail.server.ts'
import { openPush } from '#platform/push/push.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'

type Taken = Letter & { at: string }

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
const taken: Taken[] = []
beforeEach(async () => {
  taken.length = 0
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 10 } })
  await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    const db = tx.withTables<{ 'org.member': { id: string; email: string } }>()
    for (const [at, { id }] of clinic.members.entries())
      await db
        .updateTable('org.member')
        .set({ email: `p${at}@ward.example` })
        .where('id', '=', id)
        .execute()
  })
  await post()
})
afterEach(() => site.end())

/** What the queue does for messages, with a mail server that notes when it took each. */
const post = async () => {
  const settings = readSettings({ DATA_DIR: site.dataDir, PUBLIC_URL: 'https://kith.example' })
  if (!settings.ok) throw new Error('The settings cannot be read.')
  const mail = {
    isConnected: true,
    send: async ({ id: _, ...letter }: Letter) =>
      void taken.push({ ...letter, at: site.clock.now().toISOString() }),
    kept: () => [],
  }
  const { database, clock, dataDir } = site
  const effects = {
    push: openPush({ dataDir, contact: 'kith@example.org' }),
    database,
    clock,
    mail,
    log: silentLog,
    secrets: openSecrets(dataDir),
    settings: settings.value,
  }
  await site.checkins.jobs.work('send-messages', () => sendMessages(effects, checkinLetters))
}

/** Lets the days pass as the rhythm does. */
const passTo = async (end: string, step = 30) => {
  while (site.clock.now() < new Date(end)) {
    const next = Math.min(site.clock.now().getTime() + step * 60_000, Date.parse(end))
    site.clock.set(next)
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
  }
}

const letHalfAnswer = async () => {
  const actors = clinic.members.slice(0, 5).map(({ id }) => clinic.actorOf(id))
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors }))
    expect(await collectBallot(ballot, { registry: site.checkins.registry, clock: site.clock })).toBe(
      'received',
    )
}

/** All that one person was sent: times and bytes. */
const sentTo = (member: number) =>
  taken.filter(({ to }) => to === `p${member}@ward.example`).map(({ to: _, ...rest }) => rest)

const expectAllAlike = (count: number) => {
  const first = sentTo(0)
  expect(first).toHaveLength(count)
  for (let member = 0; member < 10; member++) expect(sentTo(member)).toEqual(first)
  expect(taken).toHaveLength(10 * count)
}

test('who has answered and who has not get the same messages: in bytes, in number and in time', async () => {
  wave = await announcedWave({ site, actor: clinic.lead })
  await passTo('2026-11-24T09:00:00Z')
  await letHalfAnswer()
  await passTo('2026-12-01T09:00:00Z')
  expectAllAlike(2)
  // It opens at six on Monday, which is too early, and half-way is Thursday at one.
  expect(sentTo(9).map(({ at }) => at)).toEqual(['2026-11-23T08:00:00.000Z', '2026-11-26T13:00:00.000Z'])
  const [opening, reminder] = sentTo(9)
  for (const { text } of [opening, reminder].filter((one) => one !== undefined)) {
    expect(text.match(/https:\S+/g)).toEqual(['https://kith.example/app/alder-bridge'])
    for (const { name } of clinic.members) expect(text).not.toContain(name)
  }
})

test('a reminder that was switched off before the announcement comes to nobody', async () => {
  wave = await announcedWave({ site, actor: clinic.lead, form: { reminds: false } })
  await passTo('2026-11-24T09:00:00Z')
  await letHalfAnswer()
  await passTo('2026-12-01T09:00:00Z', 120)
  expectAllAlike(1)
})

test('a cancelled check-in reminds nobody, and everybody is told the same, by day', async () => {
  wave = await announcedWave({ site, actor: clinic.lead })
  await passTo('2026-11-24T21:00:00Z')
  await letHalfAnswer()
  const on = { checkins: site.checkins, actor: clinic.lead }
  expect(await cancelWave({ wave, form: { why: 'The wrong ward.' } }, on)).toMatchObject({ ok: true })
  await passTo('2026-12-01T09:00:00Z')
  expectAllAlike(2)
  const [, told] = sentTo(0)
  expect(told?.at).toBe('2026-11-25T08:00:00.000Z')
  expect(told?.subject).toBe('Alder Bridge: a check-in was cancelled')
  expect(told?.text).toContain('The reason that was given: The wrong ward.')
})

test('one that was cancelled before anybody was told of it sends nothing at all', async () => {
  wave = await announcedWave({ site, actor: clinic.lead })
  await passTo('2026-11-23T07:00:00Z')
  const on = { checkins: site.checkins, actor: clinic.lead }
  expect(await cancelWave({ wave, form: { why: 'A mistake.' } }, on)).toMatchObject({ ok: true })
  await passTo('2026-11-27T09:00:00Z', 60)
  expect(taken).toEqual([])
})

test('messages keep to the hours that were set, also over the weekend when the clocks go back', async () => {
  const form = { from: '10:00', until: '16:00' }
  expect(await setSendingHours(site, { actor: clinic.lead, form })).toMatchObject({ ok: true })
  site.clock.set('2026-10-20T09:00:00Z')
  wave = await announcedWave({
    site,
    actor: clinic.lead,
    form: { opens: '2026-10-24T17:00', closes: '2026-10-29T17:00' },
  })
  await passTo('2026-10-31T09:00:00Z')
  expectAllAlike(2)
  // Saturday at five is too late. On Sunday ten o'clock is an hour later than it was the day before.
  expect(sentTo(0).map(({ at }) => at)).toEqual(['2026-10-25T10:00:00.000Z', '2026-10-27T10:00:00.000Z'])
})

test('the public chain names no person when a check-in is cancelled; colleagues read who it was', async () => {
  wave = await announcedWave({ site, actor: clinic.lead })
  const on = { checkins: site.checkins, actor: clinic.lead }
  await cancelWave({ wave, form: { why: 'A mistake.' } }, on)
  const chain = await readPublicChain(site.checkins, clinic.organisation.id)
  expect(JSON.stringify(chain)).not.toContain('Ines')
  expect(JSON.parse(chain.at(-1)?.body ?? '{}')).toMatchObject({ by: 'wellbeing-lead', why: 'A mistake.' })
  const member = clinic.actorOf(clinic.members[0]?.id ?? clinic.lead.member.id)
  expect(await readCancellation({ wave }, { ...on, actor: member })).toEqual({
    by: 'Ines',
    isByRestore: false,
    isNotOpened: false,
    isNotSigned: false,
    why: 'A mistake.',
  })
})
