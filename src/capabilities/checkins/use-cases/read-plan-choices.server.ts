import { listStaff, listUnits, type StaffMember, type StaffUnit } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWave } from '../data/waves.server.ts'
import { cardOf, type InstrumentCard } from '../domain/instrument-card.ts'
import type { PlanFields } from '../domain/plan-fields.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { EVERYONE, readAudience } from '../domain/reporting-groups-audience.ts'
import { proposedMinimumGroup, type Wave } from '../domain/wave.ts'
import { mayPlanWaves } from '../policy.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { localText, proposedTimes } from './local-times.server.ts'

export type PlanUnit = {
  readonly id: string
  readonly name: string
  /** The unit above, where it is not the whole. */
  readonly within: string | null
  /** Everyone in it and beneath it. */
  readonly people: number
}

export type PlanChoices = {
  readonly instruments: readonly InstrumentCard[]
  /** The units below the whole, in the order of the staff list. */
  readonly units: readonly PlanUnit[]
  readonly people: number
  /** What the page begins with: the draft, or what we propose. */
  readonly fields: PlanFields
}

/** All that a planner can choose from; with `wave`, the draft that she goes on with. */
export const readPlanChoices = async (
  input: { wave?: string | undefined },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<PlanChoices, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (input.wave !== undefined && !isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const { timeZone } = actor.organisation
  const language = actor.language ?? actor.organisation.language
  return checkins.database.inOrganisation<Result<PlanChoices, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const draft = input.wave === undefined ? undefined : await findWave(tx, input.wave as WaveId)
      if (input.wave !== undefined && !draft) return refuse({ code: 'checkins/not-found' })
      if (draft && draft.state !== 'draft') return refuse({ code: 'checkins/already-announced' })
      const instruments = [...(await instrumentsOf(tx, checkins)).values()]
        .map((one) => cardOf(one, language))
        .toSorted(byUse)
      const staff = await listStaff(tx)
      const units = unitsOf({ units: await listUnits(tx), staff })
      const proposed: PlanFields = {
        title: '',
        instrument: instruments.find(({ asked }) => asked > 0)?.id ?? '',
        who: 'everybody',
        audience: [],
        minimumGroup: proposedMinimumGroup(staff.length),
        reminds: true,
        paper: [],
        furtherTables: [],
        ...proposedTimes({ now: checkins.clock.now(), timeZone }),
      }
      return accept({
        instruments,
        units,
        people: staff.length,
        fields: draft ? fieldsOf(draft, timeZone) : proposed,
      })
    },
  )
}

/** What can be asked comes first, and of that the short form before the survey. */
const byUse = (a: InstrumentCard, b: InstrumentCard): number =>
  Number(b.asked > 0) - Number(a.asked > 0) || Number(a.survey !== undefined) - Number(b.survey !== undefined)

const fieldsOf = (draft: Wave, timeZone: string): PlanFields => ({
  title: draft.title,
  instrument: draft.instrument,
  who: draft.audience.length === 0 ? 'everybody' : 'some',
  audience: draft.audience,
  opens: localText(draft.opensAt, timeZone),
  closes: localText(draft.closesAt, timeZone),
  minimumGroup: draft.minimumGroup,
  reminds: draft.reminds,
  paper: draft.paper,
  furtherTables: draft.furtherTables,
})

const unitsOf = (given: { units: readonly StaffUnit[]; staff: readonly StaffMember[] }): PlanUnit[] => {
  if (given.units.length === 0) return []
  const tree = readAudience(given.units)
  const people = new Map<string, number>()
  for (const { unit } of given.staff) people.set(unit, (people.get(unit) ?? 0) + 1)
  for (const { id, parent } of tree.units.toReversed())
    if (parent !== null) people.set(parent, (people.get(parent) ?? 0) + (people.get(id) ?? 0))
  const names = new Map(tree.units.filter(({ depth }) => depth > 0).map(({ id, name }) => [id, name]))
  return tree.units
    .filter(({ id, depth }) => id !== EVERYONE && depth > 0)
    .map(({ id, name, parent }) => ({
      id,
      name,
      within: names.get(parent ?? '') ?? null,
      people: people.get(id) ?? 0,
    }))
}
