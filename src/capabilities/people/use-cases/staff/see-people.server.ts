import * as v from 'valibot'
import type { UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { PeopleQuery } from '../../contract/staff.ts'
import { type PersonInList, searchPeople } from '../../data/people-search.server.ts'
import { countByUnit, listUnitsWithLeads } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { subtreeOf, totalsOf, wayTo } from '../../domain/unit-tree.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

export const peoplePerPage = 50

export type PeopleSeen = {
  query: {
    q: string
    unit: UnitId | undefined
    status: 'invited' | 'active' | 'left' | undefined
    page: number
  }
  /** From the organisation down to the unit that is shown. */
  way: { id: UnitId; name: string }[]
  leadName: string | null
  below: { id: UnitId; name: string; leadName: string | null; people: number }[]
  people: PersonInList[]
  total: number
  pages: number
  everybody: number
}

/** One page of the staff list at one unit of the tree. */
export const seePeople = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; query: Record<string, string> },
): Promise<Result<PeopleSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const asked = v.parse(PeopleQuery, given.query)

  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const units = await listUnitsWithLeads(tx)
    const totals = totalsOf(units, await countByUnit(tx))
    const root = units.find(({ parent }) => parent === null)
    const here = units.find(({ id }) => id === asked.unit) ?? root
    const isWhole = here === undefined || here.parent === null
    const { total, people } = await searchPeople(tx, {
      text: asked.q,
      units: isWhole ? undefined : subtreeOf(units, here.id),
      status: asked.status,
      now: effects.clock.now(),
      limit: peoplePerPage,
      offset: (asked.page - 1) * peoplePerPage,
    })
    return accept({
      query: { q: asked.q, unit: isWhole ? undefined : here.id, status: asked.status, page: asked.page },
      way: here ? wayTo(units, here.id).map(({ id, name }) => ({ id, name })) : [],
      leadName: here?.leadName ?? null,
      below: units
        .filter(({ parent }) => here !== undefined && parent === here.id)
        .map(({ id, name, leadName }) => ({ id, name, leadName, people: totals.get(id) ?? 0 })),
      people,
      total,
      pages: Math.max(1, Math.ceil(total / peoplePerPage)),
      everybody: (root && totals.get(root.id)) ?? 0,
    })
  })
}
