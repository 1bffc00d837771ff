import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { openWave, times } from '#tests/rehearsal/wave.ts'
import type { ReplyForm } from '../../contract/reply-form.ts'
import { readRelease } from '../read-waves.server.ts'
import { draftReply, dropReplyDraft } from './draft-reply.server.ts'
import { publishReplies } from './publish-replies.server.ts'
import { readReplies, readReplyStandings } from './read-replies.server.ts'
import { tellOutcome } from './tell-outcome.server.ts'

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
let publishedAt: Date
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  wave = await openWave({ site, actor: clinic.lead })
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const release = await readRelease({ wave }, as(clinic.lead))
  if (!release.ok) throw new Error(release.refusal.code)
  publishedAt = new Date(release.value.wave.publishedAt)
})
afterAll(() => site.end())

const as = (actor: Actor) => ({ checkins: site.checkins, actor })
const member = () => {
  const [one] = clinic.members
  if (!one) throw new Error('Nobody is there.')
  return clinic.actorOf(one.id)
}
const line = (given: Partial<ReplyForm> = {}): ReplyForm => ({
  stance: 'will',
  what: 'Move the Friday meeting into working time.',
  because: '',
  dueOn: '2026-12-31',
  ...given,
})
const seen = (actor: Actor) => readReplies({ wave, publishedAt }, as(actor))

test('until somebody replies, everybody sees for how many days a release has waited', async () => {
  site.clock.set('2026-12-12T09:00:00Z')
  expect((await seen(member())).standing).toEqual({ kind: 'waiting', days: 12 })
  expect((await readReplyStandings(as(member()))).get(wave)).toEqual({ kind: 'waiting', days: 12 })
})

test('a line is kept at once, for the leads alone, and sent twice it is kept once', async () => {
  expect(await draftReply({ wave, form: line() }, as(clinic.lead))).toMatchObject({ ok: true })
  expect(await draftReply({ wave, form: line() }, as(clinic.lead))).toMatchObject({ ok: true })
  const refusal = { stance: 'will-not', what: 'Build a car park.', because: '', dueOn: '' } as const
  expect(await draftReply({ wave, form: refusal }, as(clinic.lead))).toMatchObject({
    refusal: { code: 'checkins/reply-reason-missing' },
  })
  const given = { ...refusal, because: 'The ground belongs to the city.' }
  expect(await draftReply({ wave, form: given }, as(clinic.lead))).toMatchObject({ ok: true })
  expect((await seen(clinic.lead)).drafts.map(({ what }) => what)).toEqual([
    'Move the Friday meeting into working time.',
    'Build a car park.',
  ])
  expect((await seen(member())).drafts).toEqual([])
  expect((await seen(member())).standing.kind).toBe('waiting')
})

test.each([
  [{ stance: '' } as const, 'checkins/reply-stance-missing'],
  [{ what: '' }, 'checkins/reply-words-missing'],
  [{ what: 'x'.repeat(601) }, 'checkins/reply-too-long'],
  [{ dueOn: '' }, 'checkins/reply-day-missing'],
  [{ dueOn: '2027-02-30' }, 'checkins/reply-day-not-readable'],
  [{ dueOn: '2026-12-11' }, 'checkins/reply-day-past'],
  [{ dueOn: '2029-12-13' }, 'checkins/reply-day-too-far'],
])('a line that cannot stand is refused with what to do: %j', async (given, code) => {
  expect(await draftReply({ wave, form: line(given) }, as(clinic.lead))).toMatchObject({ refusal: { code } })
})

test('members can neither write, take away, publish nor close a reply, nor can another organisation', async () => {
  const [draft] = (await seen(clinic.lead)).drafts
  const other = await makeClinic(site.database, { slug: 'elsewhere', sizes: { Ward: 9 } })
  for (const actor of [member(), other.lead]) {
    const code = actor === other.lead ? 'checkins/not-found' : 'checkins/not-allowed'
    expect(await draftReply({ wave, form: line() }, as(actor))).toMatchObject({ refusal: { code } })
    await dropReplyDraft({ id: draft?.id ?? '' }, as(actor))
    expect(await publishReplies({ wave }, as(actor))).toMatchObject({ ok: false })
  }
  expect((await seen(clinic.lead)).drafts).toHaveLength(2)
})

test('published by two leads at once, each line is said once, with a name and a day', async () => {
  const outcomes = await Promise.all([
    publishReplies({ wave }, as(clinic.lead)),
    publishReplies({ wave }, as(clinic.lead)),
  ])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  const { replies, standing, drafts } = await seen(member())
  expect(drafts).toEqual([])
  expect(standing).toEqual({ kind: 'replied', will: 1, willNot: 1 })
  expect(
    replies.map(({ stance, what, because, dueOn, saidOn }) => [stance, what, because, dueOn, saidOn]),
  ).toEqual([
    ['will', 'Move the Friday meeting into working time.', null, '2026-12-31', '2026-12-12'],
    ['will-not', 'Build a car park.', 'The ground belongs to the city.', null, '2026-12-12'],
  ])
  expect(replies[0]?.saidBy).toBe(clinic.lead.member.name)
})

test('what was said to everybody cannot be changed or taken back, not even by the site’s own code', async () => {
  const { id } = clinic.organisation
  const attempts = [
    "update org.reply set what = 'Nothing'",
    "update org.reply set due_on = '2030-01-01'",
    'delete from org.reply',
  ]
  for (const statement of attempts)
    await expect(
      site.database.inOrganisation(id, async (tx) => sql.raw(statement).execute(tx)),
    ).rejects.toMatchObject({ code: '42501' })
})

test('a day that passes without a word is shown to everybody, until somebody says once what became of it', async () => {
  site.clock.set('2027-01-05T09:00:00Z')
  const promise = (await seen(member())).replies[0]
  expect(promise?.isOverdue).toBe(true)
  const tell = (form: { outcome: 'done' | 'not-done' | ''; words: string }) =>
    tellOutcome({ wave, form: { reply: promise?.id ?? '', ...form } }, as(clinic.lead))
  expect(await tell({ outcome: '', words: '' })).toMatchObject({
    refusal: { code: 'checkins/reply-outcome-missing' },
  })
  expect(await tell({ outcome: 'not-done', words: '' })).toMatchObject({
    refusal: { code: 'checkins/reply-reason-missing' },
  })
  expect(await tell({ outcome: 'done', words: 'It is on Fridays at two.' })).toMatchObject({ ok: true })
  expect(await tell({ outcome: 'not-done', words: 'Or not.' })).toMatchObject({
    refusal: { code: 'checkins/reply-outcome-told' },
  })
  expect((await seen(member())).replies[0]).toMatchObject({
    isOverdue: false,
    outcome: { kind: 'done', words: 'It is on Fridays at two.', on: '2027-01-05' },
  })
})
