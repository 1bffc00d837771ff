import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as door from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { newId, type WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTicket } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, planWave, times, usualForm } from '../rehearsal/wave.ts'
import { databaseText } from './evidence/database-text.ts'

let site: Rehearsal
let ours: Clinic
let theirs: Clinic
let waves: Record<'draft' | 'announced' | 'released', WaveId>
const later = { opens: '2026-12-20T06:00', closes: '2026-12-24T06:00' }
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  ours = await makeClinic(site.database, { slug: 'alder-bridge', sizes: { Surgery: 9 } })
  theirs = await makeClinic(site.database, { slug: 'birch-house', sizes: { Surgery: 9 } })
  const released = await announcedWave({ site, actor: ours.lead })
  site.clock.set(times.during)
  await site.work()
  site.clock.set(times.after)
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const announced = await announcedWave({ site, actor: ours.lead, form: later })
  const draft = await planWave({ site, actor: ours.lead, form: { ...later, title: 'Not yet said' } })
  waves = { released, announced, draft }
  const member = ours.actorOf(ours.members[0]?.id ?? newId())
  await fetchTicket({ checkins: site.checkins, actor: member, wave: announced })
})
afterAll(() => site.end())

const on = (actor: Actor) => ({ checkins: site.checkins, actor })
const request = { table: 'reporting-groups', blinded: 'A'.repeat(512) }

/** Every use case that names a wave. */
const attempts: Record<string, (wave: string, actor: Actor) => Promise<unknown>> = {
  announceWave: (wave, actor) => door.announceWave({ wave }, on(actor)),
  cancelWave: (wave, actor) => door.cancelWave({ wave, form: { why: 'No reason.' } }, on(actor)),
  draftWave: (wave, actor) => door.draftWave({ wave, form: { ...usualForm, ...later } }, on(actor)),
  issueTicket: (wave, actor) => door.issueTicket({ wave, request }, on(actor)),
  issueTickets: (wave, actor) => door.issueTickets({ wave, request: { tickets: [request] } }, on(actor)),
  readAsked: (wave, actor) => door.readAsked({ wave }, on(actor)),
  readCancellation: (wave, actor) => door.readCancellation({ wave }, on(actor)),
  readPlanChoices: (wave, actor) => door.readPlanChoices({ wave }, on(actor)),
  readRelease: (wave, actor) => door.readRelease({ wave }, on(actor)),
  readWave: (wave, actor) => door.readWave({ wave }, on(actor)),
  makeSheets: (wave, actor) => door.makeSheets({ wave, form: { group: newId(), after: '0' } }, on(actor)),
  readSheets: (wave, actor) => door.readSheets({ wave }, on(actor)),
  readReplies: (wave, actor) => door.readReplies({ wave, publishedAt: new Date(0) }, on(actor)),
  draftReply: (wave, actor) =>
    door.draftReply(
      { wave, form: { stance: 'will', what: 'Ours.', because: '', dueOn: '2027-01-31' } },
      on(actor),
    ),
  publishReplies: (wave, actor) => door.publishReplies({ wave }, on(actor)),
  tellOutcome: (wave, actor) =>
    door.tellOutcome({ wave, form: { reply: newId(), outcome: 'done', words: '' } }, on(actor)),
}
/** Those that name none; what they answer is held against what the organisation itself is told. */
const lists: Record<string, (actor: Actor) => Promise<unknown>> = {
  readSeriesList: (actor) => door.readSeriesList(on(actor)),
  readPackets: (actor) => door.readPackets(on(actor)),
  readPaperCheckins: (actor) => door.readPaperCheckins(on(actor)),
  readReplyStandings: async (actor) => [...(await door.readReplyStandings(on(actor)))],
  readPrivateChoice: (actor) => door.readPrivateChoice(on(actor)),
  readReleaseHeads: (actor) => door.readReleaseHeads(on(actor)),
  readWaves: (actor) => door.readWaves(on(actor)),
  readPublicChain: (actor) => door.readPublicChain(site.checkins, actor.organisation.id),
  readPublicPage: (actor) =>
    door.readPublicPage({ from: 1 }, { checkins: site.checkins, organisation: actor.organisation }),
  readGroupLines: async (actor) =>
    (await door.readGroupLines(
      { of: 1 },
      { checkins: site.checkins, organisation: actor.organisation.id },
    )) ?? null,
  readSigning: (actor) => door.readSigning({ id: waves.announced, state: 'announced' } as never, on(actor)),
  readWitnesses: (actor) => door.readWitnesses(on(actor)),
  changeWitnesses: (actor) =>
    door.changeWitnesses(
      { change: { what: 'add', name: 'Ours', publicKey: 'A', isRequired: true } },
      on(actor),
    ),
  previewPlan: (actor) =>
    door.previewPlan({ instrument: 'weekly-five', audience: [], minimumGroup: 5 }, on(actor)),
  showPlan: (actor) => door.showPlan({ instrument: 'weekly-five', audience: [], minimumGroup: 5 }, on(actor)),
  readQuestionnaires: (actor) => door.readQuestionnaires(on(actor)),
  readPastingForm: (actor) => door.readPastingForm({ instrument: 'who5', locale: 'en' }, on(actor)),
  pasteTexts: (actor) =>
    door.pasteTexts({ instrument: 'nothing', texts: { locale: 'en', title: '' } as never }, on(actor)),
}
const startedByNobody = [
  'advanceWaves',
  'cancelAfterRestore',
  'destroyAnswers',
  'forgetWhoWasAsked',
  'listAllWaves',
  'openCheckins',
]
/** They turn a form that was sent into fields, and reach nothing. */
const readForms = [
  'readWitnessForm',
  'readOutcomeForm',
  'readPastedFields',
  'readPlanFields',
  'readReplyForm',
  'readSeriesFields',
  'sentTexts',
]
/** They name a series: attacked in `series`. */
const ofSeries = ['actOnSeries', 'keepSeries', 'previewSeries', 'readSeries', 'readSeriesChoices', 'skipDate']

/** They name a draft, nothing but whoever asks, or what is public: attacked beside replies, histories and witnesses. */
const elsewhere = ['acceptCosignature', 'dropReplyDraft', 'giveHistoryKey', 'readCarriedPacket']

/** They name a trustee, or are open to anybody without a session: attacked in `trustees-at-their-doors`. */
const ofTrustees = [
  'dismissTrustee',
  'givePart',
  'keepParts',
  'nameTrustee',
  'readHoldersNow',
  'readKeyHolding',
  'readTrusteeLink',
  'readTrustees',
  'readWaiting',
  'renewTrusteeLink',
]

test('every door of check-ins is tried here', () => {
  const doors = Object.entries(door).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))
  expect(doors.sort()).toEqual(
    [
      ...Object.keys(attempts),
      ...Object.keys(lists),
      ...startedByNobody,
      ...readForms,
      ...ofSeries,
      ...ofTrustees,
      ...elsewhere,
    ].sort(),
  )
})

/** What the clinic's rows are; nothing that a stranger tries may change them. */
const ourRows = async () =>
  (await databaseText(site.fresh)).split('\n').filter((row) => row.includes(ours.organisation.id))

describe('somebody of another organisation, whatever her role there', () => {
  const strangers = (): Record<string, Actor> => {
    const lead: Actor = { ...theirs.lead, roles: ['administrator', 'wellbeing-lead', 'facilitator'] }
    const colleague = ours.members[0]?.id ?? newId()
    return {
      'its wellbeing lead': lead,
      'a member': theirs.actorOf(theirs.members[0]?.id ?? newId()),
      'somebody who names one of ours as herself': { ...lead, member: { ...lead.member, id: colleague } },
      'an operator': { ...lead, isOperator: true },
    }
  }

  test.each(Object.keys(attempts))(
    '%s answers about our check-ins as about one that never was',
    async (name) => {
      const attempt = attempts[name]
      const before = await ourRows()
      for (const [who, actor] of Object.entries(strangers()))
        for (const [state, wave] of Object.entries(waves)) {
          const answer = await attempt?.(wave, actor)
          const never = await attempt?.(newId<WaveId>(), actor)
          expect([who, state, answer]).toEqual([who, state, never])
          expect((answer as { ok: boolean } | null)?.ok ?? false).toBe(false)
        }
      expect(await ourRows()).toEqual(before)
    },
  )

  test.each(Object.keys(lists))('%s tells her nothing of ours', async (name) => {
    const before = await ourRows()
    const marks = [
      ...Object.values(waves),
      ours.organisation.id,
      ...ours.members.map(({ id }) => id),
      ours.root,
    ]
    for (const actor of Object.values(strangers())) {
      const told = JSON.stringify(await lists[name]?.(actor))
      expect(marks.filter((mark) => told.includes(mark))).toEqual([])
    }
    expect(await ourRows()).toEqual(before)
  })

  test('a plan for one of our units is refused as for a unit that never was', async () => {
    const preview = (unit: string) =>
      door.previewPlan({ instrument: 'weekly-five', audience: [unit], minimumGroup: 5 }, on(theirs.lead))
    const draft = (unit: string) =>
      door.draftWave({ form: { ...usualForm, ...later, audience: [unit] } }, on(theirs.lead))
    for (const attempt of [preview, draft]) {
      expect(await attempt(ours.units[0]?.id ?? '')).toEqual(await attempt(newId()))
      expect(await attempt(ours.units[0]?.id ?? '')).toMatchObject({
        refusal: { code: 'checkins/audience-unknown' },
      })
    }
  })
})

describe('somebody of ours without the role', () => {
  const colleagues = (): Actor[] => {
    const plain = ours.actorOf(ours.members[0]?.id ?? newId())
    return [plain, { ...plain, roles: ['facilitator'] }, { ...plain, isOperator: true }]
  }
  const planning = ['announceWave', 'cancelWave', 'draftWave', 'readPlanChoices']

  test.each(planning)(
    '%s is refused, the same for every check-in and for one that never was',
    async (name) => {
      const before = await ourRows()
      for (const actor of [...colleagues(), { ...ours.lead, roles: ['administrator'] as const }])
        for (const wave of [...Object.values(waves), newId<WaveId>()])
          expect(await attempts[name]?.(wave, actor)).toEqual({
            ok: false,
            refusal: { code: 'checkins/not-allowed' },
          })
      expect(await ourRows()).toEqual(before)
    },
  )

  test('what is not allowed and what is not there look the same from outside', () => {
    expect(statusOf['checkins/not-allowed']).toBe(404)
    expect([statusOf['checkins/not-found'], statusOf['checkins/not-asked']]).toEqual([404, 404])
  })

  test('neither previews a plan nor pastes a wording', async () => {
    for (const actor of colleagues())
      for (const name of ['previewPlan', 'showPlan', 'pasteTexts', 'readPastingForm', 'readQuestionnaires'])
        expect(await lists[name]?.(actor)).toEqual({ ok: false, refusal: { code: 'checkins/not-allowed' } })
    const lead: Actor = { ...ours.lead, roles: ['wellbeing-lead'] }
    expect(await lists.pasteTexts?.(lead)).toEqual({ ok: false, refusal: { code: 'checkins/not-allowed' } })
  })

  test('a draft is not there for her', async () => {
    for (const actor of colleagues()) {
      const never = await door.readWave({ wave: newId() }, on(actor))
      expect(await door.readWave({ wave: waves.draft }, on(actor))).toEqual(never)
      expect(JSON.stringify(await door.readWaves(on(actor)))).not.toContain(waves.draft)
      expect(await door.issueTicket({ wave: waves.draft, request }, on(actor))).toEqual(
        await door.issueTicket({ wave: newId(), request }, on(actor)),
      )
    }
  })
})
