import type * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { readForm } from '../../contract/form.ts'
import { lockRoster } from '../../data/roster.server.ts'
import { listUnitsWithLeads, type UnitInTree } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

export type TreeEffects = Pick<Effects, 'database' | 'clock'>
export type TreeAsk = { actor: Actor; form: unknown }
type Facts = Record<string, string | number>

/**
 * The frame of every change to the tree: reads the form, permits, holds the staff list so that two changes are one
 * after the other (or a circle could close between them), does the work, and notes it as `act` with the facts that the
 * work answers. Null facts: nothing was to be done, and nothing is noted.
 */
export const changeTree = async <S extends v.GenericSchema>(
  effects: TreeEffects,
  given: TreeAsk,
  how: {
    schema: S
    act: string
    work: (
      tx: Tx,
      asked: { form: v.InferOutput<S>; units: UnitInTree[] },
    ) => Promise<Result<Facts | null, PeopleRefusal>>
  },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(how.schema, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const organisation = given.actor.organisation.id

  return effects.database.inOrganisation(organisation, async (tx) => {
    await lockRoster(tx, organisation)
    const done = await how.work(tx, { form: form.value, units: await listUnitsWithLeads(tx) })
    if (!done.ok) return done
    if (done.value) {
      const { clock } = effects
      const actor = given.actor.member.id
      await note({ tx, clock, organisation, actor, act: how.act, facts: done.value })
    }
    return accept(undefined)
  })
}

/** A unit that may be moved, merged or closed: any but the one that is the whole organisation. */
export const findTeam = (units: readonly UnitInTree[], id: string): Result<UnitInTree, PeopleRefusal> => {
  const unit = units.find((one) => one.id === id)
  if (!unit) return refuse({ code: 'people/not-found' })
  return unit.parent === null ? refuse({ code: 'people/unit-is-whole' }) : accept(unit)
}
