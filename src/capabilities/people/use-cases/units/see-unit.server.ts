import { isId, type MemberId, type UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { listPeopleNear } from '../../data/people-search.server.ts'
import { countByUnit, listUnitsWithLeads } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { subtreeOf, totalsOf, wayTo } from '../../domain/unit-tree.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { type PlaceToChoose, placesNear } from './places-near.ts'

export type UnitSeen = {
  unit: { id: UnitId; name: string; parent: UnitId | null; people: number; peopleBelow: number }
  way: { id: UnitId; name: string }[]
  lead: { id: MemberId; name: string } | null
  couldLead: { id: MemberId; name: string }[]
  below: { id: UnitId; name: string; leadName: string | null; people: number }[]
  /** Where it may move, and into which it may be merged: everywhere but itself and what is below it. */
  places: PlaceToChoose[]
  may: { move: boolean; stepUp: boolean; stepDown: boolean; close: boolean }
}

/** One team with all that may be done to it. */
export const seeUnit = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor; unit: string },
): Promise<Result<UnitSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor) || !isId(given.unit)) return refuse({ code: 'people/not-found' })
  const id = given.unit as UnitId
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const units = await listUnitsWithLeads(tx)
    const unit = units.find((one) => one.id === id)
    if (!unit) return refuse({ code: 'people/not-found' })
    const direct = await countByUnit(tx)
    const totals = totalsOf(units, direct)
    const below = units.filter(({ parent }) => parent === id)
    const siblings = units.filter(({ parent }) => parent !== null && parent === unit.parent)
    const people = direct.get(id) ?? 0
    const way = wayTo(units, id)
    const own = new Set(subtreeOf(units, id))
    const isTeam = unit.parent !== null
    return accept({
      unit: { id, name: unit.name, parent: unit.parent, people, peopleBelow: totals.get(id) ?? 0 },
      way: way.map(({ id, name }) => ({ id, name })),
      lead: unit.lead && unit.leadName !== null ? { id: unit.lead, name: unit.leadName } : null,
      couldLead: await listPeopleNear(tx, { units: way.slice(-2).map(({ id }) => id), but: unit.lead }),
      below: below.map(({ id, name, leadName }) => ({ id, name, leadName, people: totals.get(id) ?? 0 })),
      places: isTeam ? placesNear(units, id).filter(({ id }) => !own.has(id)) : [],
      may: {
        move: isTeam,
        stepUp: isTeam && siblings[0]?.id !== id,
        stepDown: isTeam && siblings.at(-1)?.id !== id,
        close: isTeam && people === 0 && below.length === 0,
      },
    })
  })
}
