import { listStaff, listUnits, type StaffMember } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { type MemberId, newId, type SeriesId, type WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { releaseTables } from '../closing/release-tables.server.ts'
import { insertEligible, listChanges, saveChanges } from '../data/eligible.server.ts'
import { insertInventedWave } from '../data/invented-waves.server.ts'
import { insertRelease, listReleaseHeads, listReleasesOf } from '../data/releases.server.ts'
import { saveSeriesDate } from '../data/series.server.ts'
import { questionsOf } from '../domain/questions.ts'
import { computeRelease, type ReleaseInput } from '../domain/release/compute-release.ts'
import type { AskedQuestion, ReleaseDocument } from '../domain/release/document.ts'
import { planReportingGroups, type ReportingGroup } from '../domain/reporting-groups.ts'
import { askedOn } from '../domain/survey/turns.ts'
import { type Attribute, everyone } from '../domain/tables/attributes.ts'
import { frozenPlan } from '../domain/tables/frozen-plan.ts'
import { collectsUntil, groupBounds, untold, type Wave } from '../domain/wave.ts'
import { changesSince, findPreviousWave } from './changes-since.server.ts'
import { reportedItems } from './close-wave.server.ts'
import { earlierPlans } from './earlier-plans.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { type InventedReply, inventReplies } from './invent-replies.server.ts'
import { localText } from './local-times.server.ts'
import { planFurther } from './plan-further.server.ts'

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
  /** By what else it is broken down. */
  furtherTables?: readonly Attribute[]
  isThere(person: StaffMember): boolean
  simulate(asked: { group: ReportingGroup; items: readonly AskedQuestion[] }): {
    ballots: number
    counts: ReadonlyMap<string, readonly number[]>
    /** Per item, which option each person of the group chose, in its order; null where she did not answer it. */
    each?: ReadonlyMap<string, readonly (number | null)[]>
  }
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
    furtherTables: invention.furtherTables ?? [],
    keysMade: 0,
    eligible: staff.length,
    ...untold,
    createdBy: actor.member.id,
    reminds: true,
    paper: [],
    series: invention.series?.id ?? null,
  }
  const { tables } = await planFurther(tx, {
    plan,
    chosen: wave.furtherTables,
    questions,
    k: wave.minimumGroup,
    today: onDay(wave.opensAt),
  })
  const named = tables.filter(({ attribute }) => attribute !== everyone)
  const frozen = frozenPlan({ plan, further: named })
  await insertInventedWave(tx, {
    wave,
    plan: JSON.stringify(frozen),
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
  const chosenBy = new Map(
    items.map(({ id }) => [
      id,
      new Map(
        answered.flatMap(({ group, each }) =>
          group.members.map((member, at) => [member, each?.get(id)?.[at] ?? null] as const),
        ),
      ),
    ]),
  )
  const further = new Map(
    named.map(({ table, block, categories }) => {
      const options = items.find(({ id }) => id === block)?.options ?? []
      const rows = categories.map(({ id, members }) => {
        const chosen = members.map((member) => chosenBy.get(block)?.get(member))
        return [id, options.map((_, option) => chosen.filter((one) => one === option).length)] as const
      })
      return [table, new Map(rows)]
    }),
  )
  const input: ReleaseInput = {
    wave: {
      id: wave.id,
      title: wave.title,
      instrument: { id: wave.instrument, version: wave.instrumentVersion },
      opensOn: onDay(wave.opensAt),
      closesOn: onDay(wave.closesAt),
      publishedAt: publishedAt.toISOString(),
    },
    plan: { ...frozen, groups: plan.groups },
    items,
    sections: questions.sections,
    counts: new Map(answered.map(({ group, counts }) => [group.id, counts])),
    further,
    ballots: answered.reduce((sum, { ballots }) => sum + ballots, 0),
    eligible: staff.length,
    k: wave.minimumGroup,
    earlier: (await listReleasesOf(tx, wave)).map((text) => JSON.parse(text) as ReleaseDocument),
    changes: await listChanges(tx, wave.id),
  }
  const { document } = await releaseTables(input, computeRelease(input))
  await insertRelease(tx, { organisation, wave: wave.id, document: JSON.stringify(document), publishedAt })
  await inventReplies(tx, { wave, publishedAt, by: actor.member.id, onDay, lines: invention.replies ?? [] })
}
