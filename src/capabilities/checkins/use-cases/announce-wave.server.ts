import { isSupportFilled } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type MemberId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { takeChainEnd } from '../data/chain.server.ts'
import { insertEligible, insertGroups, saveChanges } from '../data/eligible.server.ts'
import { insertFurther } from '../data/further.server.ts'
import { announce, findWaveForUpdate, updateDraft } from '../data/waves.server.ts'
import { questionsOf } from '../domain/questions.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import { askedOn } from '../domain/survey/turns.ts'
import { frozenPlan } from '../domain/tables/frozen-plan.ts'
import { burdenOf, isTooMuch } from '../domain/tables/further.ts'
import type { Wave } from '../domain/wave.ts'
import { keyFileOf, readKeyFile } from '../keys/key-file.server.ts'
import { secondsPerKey } from '../keys/make-keys.server.ts'
import { mayPlanWaves } from '../policy.server.ts'
import { changesSince, findPreviousWave } from './changes-since.server.ts'
import { dayOfTurn } from './day-of-turn.server.ts'
import { tableChanges } from './earlier-tables.server.ts'
import { findOverlap } from './find-overlap.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { localText } from './local-times.server.ts'
import { openWaveForBallots } from './open-wave-for-ballots.server.ts'
import { planFromStaff } from './plan-from-staff.server.ts'
import { planFurther } from './plan-further.server.ts'
import { takeParts } from './trustees/take-parts.server.ts'
import { writeManifest } from './write-manifest.server.ts'

/**
 * Makes a draft public and fixed: who may answer, with whom each is counted, the questions, the times and the keys, in
 * a signed manifest on the organisation's chain. From here on a wave can only run or be cancelled.
 */
export const announceWave = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ wave: WaveId }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const { organisation, member } = actor
  return announceDraft(checkins, { wave: input.wave as WaveId, organisation, by: member.id })
}

/** As `announceWave`, for a lead who is here, or for a date of a series to which one said yes: then `by` is null. */
export const announceDraft = async (
  checkins: Checkins,
  given: { wave: WaveId; organisation: Actor['organisation']; by: MemberId | null },
): Promise<Result<{ wave: WaveId }, CheckinRefusal>> => {
  const { wave: id, organisation } = given
  const frozen = await checkins.database.inOrganisation<Result<Wave, CheckinRefusal>>(
    organisation.id,
    async (tx) => {
      const wave = await findWaveForUpdate(tx, id)
      if (!wave) return refuse({ code: 'checkins/not-found' })
      if (wave.state !== 'draft') return refuse({ code: 'checkins/already-announced' })
      if (!(await isSupportFilled(tx))) return refuse({ code: 'checkins/support-page-empty' })
      if (wave.opensAt <= checkins.clock.now()) return refuse({ code: 'checkins/opens-in-the-past' })
      const plan = await planFromStaff(tx, wave)
      if (!plan.ok) return plan
      // Two leads who announce at once go one after the other, so that each sees the other's wave.
      await takeChainEnd(tx, wave.organisation)
      const overlap = await findOverlap(tx, { wave, plan: plan.value })
      if (overlap) return refuse({ code: 'checkins/overlaps-another', ...overlap })
      return freeze(tx, { ...given, wave, plan: plan.value, checkins })
    },
  )
  if (!frozen.ok) {
    if (frozen.refusal.code === 'checkins/keys-not-ready')
      await checkins.jobs.send('prepare-keys', { organisation: organisation.id, wave: id })
    return frozen
  }
  await openWaveForBallots(checkins, frozen.value)
  return accept({ wave: id })
}

const freeze = async (
  tx: Tx,
  on: {
    wave: Wave
    plan: ReportingPlan
    checkins: Checkins
    organisation: Actor['organisation']
    by: MemberId | null
  },
): Promise<Result<Wave, CheckinRefusal>> => {
  const { wave, plan, checkins, organisation } = on
  const instrument = (await instrumentsOf(tx, checkins)).get(wave.instrument)
  if (!instrument) return refuse({ code: 'checkins/instrument-unknown' })
  const day = await dayOfTurn(tx, { wave, timeZone: organisation.timeZone })
  const asked = questionsOf(askedOn(instrument, day), organisation.language)
  const further = await planFurther(tx, {
    plan,
    chosen: wave.furtherTables,
    questions: asked,
    k: wave.minimumGroup,
    today: localText(wave.opensAt, organisation.timeZone).slice(0, 10),
  })
  const burden = burdenOf({ groups: plan.groups.length, tables: further.tables })
  if (isTooMuch(burden)) return refuse({ code: 'checkins/too-many-tables', ...burden })
  const file = keyFileOf({ dataDir: checkins.dataDir, wave: wave.id })
  const keys = await readKeyFile(file)
  const made = keys?.ticketKeys.length ?? 0
  const wanted = burden.keys
  if (!keys || made < wanted) {
    // The staff list has grown since the draft was kept.
    await updateDraft(tx, { ...wave, keysWanted: Math.max(wave.keysWanted, wanted + 2) })
    return refuse({
      code: 'checkins/keys-not-ready',
      made,
      wanted,
      secondsLeft: Math.max(5, Math.ceil((wanted - made) * secondsPerKey)),
    })
  }
  const held = await takeParts(tx, { wave: wave.id, file })
  if (!held.ok) return held
  const questions = JSON.stringify(asked)
  const planText = JSON.stringify(frozenPlan({ plan, further: further.tables }))
  const eligible = plan.groups.reduce((sum, group) => sum + group.eligible, 0)
  const written = await writeManifest(tx, {
    checkins,
    wave,
    plan,
    planText,
    questions,
    eligible,
    ...held.value,
    organisation,
    further: further.tables,
  })
  await announce(tx, { wave: wave.id, eligible, plan: planText, questions, ...written.manifest })
  await insertGroups(tx, { organisation: wave.organisation, wave: wave.id, groups: written.groups })
  const people = plan.groups.flatMap((group) =>
    group.members.map((member) => ({ member: member as MemberId, group: group.id })),
  )
  await insertEligible(tx, { organisation: wave.organisation, wave: wave.id, people })
  await insertFurther(tx, { organisation: wave.organisation, wave: wave.id, ...written.further })
  const previous = await findPreviousWave(tx, wave)
  if (previous) {
    const units = await changesSince(tx, { previous, plan })
    const tables = await tableChanges(tx, { previous: previous.id, planned: further.planned })
    await saveChanges(tx, {
      organisation: wave.organisation,
      wave: wave.id,
      changes: new Map([...units, ...tables]),
    })
  }
  await note({
    tx,
    clock: checkins.clock,
    organisation: wave.organisation,
    actor: on.by,
    act: 'check-in-announced',
    facts: { wave: wave.id, eligible, groups: plan.groups.length },
  })
  return accept({ ...wave, state: 'announced', eligible })
}
