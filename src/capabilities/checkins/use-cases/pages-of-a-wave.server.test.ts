import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { checkinLetters } from '../letters.server.ts'
import { advanceWaves } from './advance-waves.server.ts'
import { announceWave } from './announce-wave.server.ts'
import { cancelWave } from './cancel-wave.server.ts'
import { draftWave } from './draft-wave.server.ts'
import { proposedTimes } from './local-times.server.ts'
import { pasteTexts } from './paste-texts.server.ts'
import { readAsked } from './read-asked.server.ts'
import { readCancellation } from './read-cancellation.server.ts'
import { readPlanChoices } from './read-plan-choices.server.ts'
import { readPastingForm, readQuestionnaires } from './read-questionnaires.server.ts'
import { showPlan } from './show-plan.server.ts'

let site: Rehearsal
let clinic: Clinic
beforeAll(async () => {
  site = await rehearse({ now: '2026-11-20T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 12, Pharmacy: 3, Maternity: 9 } })
})
afterAll(() => site.end())

const asLead = () => ({ checkins: site.checkins, actor: clinic.lead })
const asMember = () => {
  const [one] = clinic.members
  if (!one) throw new Error('nobody is there')
  return { checkins: site.checkins, actor: clinic.actorOf(one.id) }
}
const form = {
  title: 'November',
  instrument: 'weekly-five',
  audience: [],
  opens: '2026-11-23T06:00',
  closes: '2026-11-29T20:00',
  minimumGroup: 5,
}
const draft = async () => {
  const drafted = await draftWave({ form }, asLead())
  if (!drafted.ok) throw new Error(drafted.refusal.code)
  return drafted.value.wave
}

test('the plan page proposes next week, five people where few are asked, and a questionnaire that can be asked', async () => {
  const choices = await readPlanChoices({}, asLead())
  expect(choices).toMatchObject({
    ok: true,
    value: {
      people: 24,
      fields: {
        who: 'everybody',
        opens: '2026-11-23T06:00',
        closes: '2026-11-29T20:00',
        minimumGroup: 5,
        instrument: 'weekly-five',
      },
    },
  })
  if (choices.ok)
    expect(choices.value.units.map(({ name, people }) => [name, people])).toContainEqual(['Pharmacy', 3])
})

test('on a Monday the week after is proposed, and the day is the one of the clock on the wall', () => {
  const now = new Date('2026-11-22T23:30:00Z')
  expect(proposedTimes({ now, timeZone: 'Europe/Lisbon' }).opens).toBe('2026-11-23T06:00')
  expect(proposedTimes({ now, timeZone: 'Asia/Tokyo' }).opens).toBe('2026-11-30T06:00')
})

test('a plan that is looked at tells sizes and chances, and nobody but planners can look', async () => {
  const shown = await showPlan(form, asLead())
  if (!shown.ok) throw new Error(shown.refusal.code)
  expect(shown.value.eligible).toBe(24)
  expect(shown.value.chances[0]?.chances.map(({ response }) => response)).toEqual([0.4, 0.6, 0.8])
  for (const { id } of clinic.members) expect(JSON.stringify(shown.value)).not.toContain(id)
  expect(await showPlan(form, asMember())).toMatchObject({ refusal: { code: 'checkins/not-allowed' } })
  expect(await showPlan({ ...form, minimumGroup: 1 }, asLead())).toMatchObject({
    refusal: { code: 'checkins/minimum-group-out-of-range' },
  })
  const pharmacy = clinic.units.find(({ name }) => name === 'Pharmacy')
  expect(await showPlan({ ...form, audience: [pharmacy?.id ?? ''] }, asLead())).toMatchObject({
    refusal: { code: 'checkins/too-few-people', eligible: 3, minimum: 8 },
  })
})

test('a draft opens in the plan page as it was kept, and closes to it once it is announced', async () => {
  const wave = await draft()
  expect(await readPlanChoices({ wave }, asLead())).toMatchObject({
    ok: true,
    value: { fields: { title: 'November', opens: '2026-11-23T06:00', minimumGroup: 5 } },
  })
  expect(await readAsked({ wave }, asLead())).toMatchObject({ questions: 3, modules: [] })
  expect(await readAsked({ wave }, asMember())).toBeNull()
  await site.work()
  expect(await announceWave({ wave }, asLead())).toMatchObject({ ok: true })
  expect(await readPlanChoices({ wave }, asLead())).toMatchObject({
    refusal: { code: 'checkins/already-announced' },
  })
  expect(await readAsked({ wave }, asMember())).toEqual({
    title: 'Weekly five',
    version: '0.1',
    questions: 3,
    unvalidated: 3,
    modules: [],
  })

  const letter = () =>
    site.database.inOrganisation(clinic.organisation.id, async (tx) =>
      checkinLetters['check-in-open'].make({
        organisation: clinic.organisation,
        member: { id: clinic.lead.member.id, name: 'Ines', email: 'ines@example.org' },
        about: wave,
        language: 'en',
        publicUrl: 'https://kith.example',
        now: site.clock.now(),
        tx,
      }),
    )
  expect(await letter()).toBeUndefined()
  site.clock.set('2026-11-23T07:00:00Z')
  await advanceWaves(site.checkins)
  const sent = await letter()
  expect(sent).toMatchObject({ to: 'ines@example.org', subject: 'Alder Bridge: a check-in is open' })
  expect(sent?.text).toContain('“November” is open until Sunday 29 November, 20:00.')
  expect(sent?.text).toContain('https://kith.example/app/alder-bridge\n')
  expect(sent?.text).toMatch(/compare with a colleague: (\p{Ll}+, ){7}\p{Ll}+\n/u)

  expect(await readCancellation({ wave }, asMember())).toBeNull()
  await cancelWave({ wave, form: { why: 'The ward moved.' } }, asLead())
  expect(await readCancellation({ wave }, asMember())).toEqual({
    by: 'Ines',
    isByRestore: false,
    isNotOpened: false,
    isNotSigned: false,
    why: 'The ward moved.',
  })
  expect(await letter()).toBeUndefined()
})

test('wording is pasted into the gaps only, comes back to be corrected, and is then asked', async () => {
  const input = { instrument: 'weekly-five', locale: 'en' }
  const before = await readPastingForm(input, asLead())
  if (!before.ok) throw new Error(before.refusal.code)
  expect(before.value.form.items.map(({ id }) => id)).toEqual(['burnout-single', 'loneliness-direct'])
  const options = { '1': 'a', '2': 'b', '3': 'c', '4': 'd', '5': 'e' }
  const texts = {
    locale: 'en',
    items: { 'burnout-single': 'Words that the organisation holds' },
    options: { 'burnout-statements': options },
  }
  expect(await pasteTexts({ instrument: 'weekly-five', texts }, asMember())).toMatchObject({ ok: false })
  expect(await pasteTexts({ instrument: 'weekly-five', texts }, asLead())).toMatchObject({ ok: true })
  const after = await readPastingForm(input, asLead())
  if (!after.ok) throw new Error(after.refusal.code)
  expect(after.value.form.pastedIn).toEqual(['en'])
  expect(after.value.form.items[0]?.text).toBe('Words that the organisation holds')
  expect(after.value.card).toMatchObject({ asked: 4, unvalidated: 3, awaiting: ['Loneliness'] })
  expect(await readPastingForm(input, asMember())).toMatchObject({
    refusal: { code: 'checkins/not-allowed' },
  })
  expect(await readQuestionnaires(asMember())).toMatchObject({ refusal: { code: 'checkins/not-allowed' } })
})
