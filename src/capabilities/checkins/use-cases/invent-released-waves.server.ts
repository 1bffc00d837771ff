import { listStaff, listUnits, type StaffMember } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { type MemberId, newId, type ReplyId, type SeriesId, type WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { insertEligible, listChanges, saveChanges } from '../data/eligible.server.ts'
import { insertInventedWave } from '../data/invented-waves.server.ts'
import { insertRelease, listReleaseHeads, listReleasesOf } from '../data/releases.server.ts'
import { insertOutcome, insertReplies } from '../data/replies.server.ts'
import { saveSeriesDate } from '../data/series.server.ts'
import { questionsOf } from '../domain/questions.ts'
import { computeRelease } from '../domain/release/compute-release.ts'
import type { AskedQuestion, ReleaseDocument } from '../domain/release/document.ts'
import type { Outcome, Stance } from '../domain/reply.ts'
import { planReportingGroups, type ReportingGroup } from '../domain/reporting-groups.ts'
import { askedOn } from '../domain/survey/turns.ts'
import { frozenPlan } from '../domain/tables/frozen-plan.ts'
import { collectsUntil, groupBounds, untold, type Wave } from '../domain/wave.ts'
import { changesSince, findPreviousWave } from './changes-since.server.ts'
import { reportedItems } from './close-wave.server.ts'
import { earlierPlans } from './earlier-plans.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { localText } from './local-times.server.ts'

/** A wave that never was. `simulate` answers for one group: per item, how many chose each option, in their order. */
export type Invention = {
  title: string
  instrument: string
  opensAt: Date
  closesAt: Date
  /** Of which date of a series this is the check-in. */
  series?: { id: SeriesId; plannedOn: string }
  /** What the lead is to have said to it, some days later, and what became of that. Days are counted from the release. */
  replies?: readonly InventedReply[]
  isThere(person: StaffMember): boolean
  simulate(asked: { group: ReportingGroup; items: readonly AskedQuestion[] }): {
    ballots: number
    counts: ReadonlyMap<string, readonly number[]>
  }
}

export type InventedReply = {
  stance: Stance
  what: string
  because?: string
  dueAfter?: number
  outcome?: { kind: Outcome; words: string; after: number }
}

type On = { checkins: Checkins; actor: Actor }

/**
 * Makes past waves up, the oldest first, for an organisation that is itself made up: the plan is that of its staff list,
 * the answers are simulated, and the releases are computed as real ones are. All of them or none, and only where
 * nothing was released yet.
 */
export const inventReleasedWaves = (inventions: readonly Invention[], on: On): Promise<void> =>
  on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    if ((await listReleaseHeads(tx)).length > 0) return
    for (const invention of inventions) await invent(tx, { invention, ...on })
  })

const invent = async (tx: Tx, on: On & { invention: Invention }): Promise<void> => {
  const { checkins, actor, invention } = on
  const organisation = actor.organisation.id
  const instrument = (await instrumentsOf(tx, checkins)).get(invention.instrument)
  if (!instrument) throw new Error('A release was to be invented of an instrument that is not there.')
  const onDay = (at: Date) => localText(at, actor.organisation.timeZone).slice(0, 10)
  const questions = questionsOf(askedOn(instrument, onDay(invention.opensAt)), actor.organisation.language)
  const staff = (await listStaff(tx)).filter((person) => invention.isThere(person))
  const planned = planReportingGroups({
    units: await listUnits(tx),
    eligible: staff.map(({ id, unit, leads }) => ({ member: id, unit, leads })),
    k: groupBounds.usual,
    earlier: await earlierPlans(tx, { ...invention, audience: [] }),
  })
  if (!planned.ok) throw new Error('A release was to be invented for too few people.')
  const plan = planned.value

  const wave: Wave = {
    organisation,
    id: newId<WaveId>(),
    title: invention.title,
    instrument: instrument.id,
    instrumentVersion: instrument.version,
    audience: [],
    opensAt: invention.opensAt,
    closesAt: invention.closesAt,
    minimumGroup: groupBounds.usual,
    state: 'released',
    keysWanted: 0,
    furtherTables: [],
    keysMade: 0,
    eligible: staff.length,
    ...untold,
    createdBy: actor.member.id,
    reminds: true,
    paper: [],
    series: invention.series?.id ?? null,
  }
  await insertInventedWave(tx, {
    wave,
    plan: JSON.stringify(frozenPlan({ plan, further: [] })),
    questions: JSON.stringify(questions),
    groups: plan.groups,
  })
  if (invention.series) {
    const { id: series, plannedOn } = invention.series
    await saveSeriesDate(tx, {
      organisation,
      series,
      plannedOn,
      wave: wave.id,
      isSkipped: false,
      problem: null,
    })
  }
  const people = plan.groups.flatMap(({ id, members }) =>
    members.map((member) => ({ member: member as MemberId, group: id })),
  )
  await insertEligible(tx, { organisation, wave: wave.id, people })
  const previous = await findPreviousWave(tx, wave)
  if (previous) {
    const changes = await changesSince(tx, { previous, plan })
    await saveChanges(tx, { organisation, wave: wave.id, changes })
  }

  const items = reportedItems(questions)
  const answered = plan.groups.map((group) => ({ group, ...invention.simulate({ group, items }) }))
  const publishedAt = collectsUntil(wave)
  const document = computeRelease({
    wave: {
      id: wave.id,
      title: wave.title,
      instrument: { id: wave.instrument, version: wave.instrumentVersion },
      opensOn: onDay(wave.opensAt),
      closesOn: onDay(wave.closesAt),
      publishedAt: publishedAt.toISOString(),
    },
    plan,
    items,
    sections: questions.sections,
    counts: new Map(answered.map(({ group, counts }) => [group.id, counts])),
    ballots: answered.reduce((sum, { ballots }) => sum + ballots, 0),
    eligible: staff.length,
    k: wave.minimumGroup,
    earlier: (await listReleasesOf(tx, wave)).map((text) => JSON.parse(text) as ReleaseDocument),
    changes: await listChanges(tx, wave.id),
  })
  await insertRelease(tx, { organisation, wave: wave.id, document: JSON.stringify(document), publishedAt })
  await inventReplies(tx, { wave, publishedAt, by: actor.member.id, onDay, lines: invention.replies ?? [] })
}

const saidAfter = 3

const inventReplies = async (
  tx: Tx,
  given: {
    wave: Pick<Wave, 'organisation' | 'id'>
    publishedAt: Date
    by: MemberId
    onDay: (at: Date) => string
    lines: readonly InventedReply[]
  },
): Promise<void> => {
  const { organisation, id } = given.wave
  const after = (days: number) => new Date(given.publishedAt.getTime() + days * 86_400_000)
  const lines = given.lines.map((line) => ({ ...line, id: newId<ReplyId>() }))
  await insertReplies(tx, {
    organisation,
    wave: id,
    at: after(saidAfter),
    by: given.by,
    lines: lines.map(({ dueAfter, because = null, ...line }) => ({
      ...line,
      because,
      dueOn: dueAfter === undefined ? null : given.onDay(after(dueAfter)),
    })),
  })
  for (const { id: reply, outcome } of lines)
    if (outcome)
      await insertOutcome(tx, {
        reply,
        wave: id,
        kind: outcome.kind,
        words: outcome.words,
        at: after(outcome.after),
      })
}
