import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { RetentionForm } from '../../contract/retention.ts'
import { readChosenDays, saveChosenDays } from '../../data/old-records.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { keptDays, recordKinds } from '../../domain/retention.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/** Sets for how long records are kept. The daily removal goes by it from its next time on. */
export const changeRetention = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const form = readForm(RetentionForm, given.form)
  if (!form.ok) return form
  const organisation = given.actor.organisation.id

  return effects.database.inOrganisation(organisation, async (tx) => {
    const before = keptDays(await readChosenDays(tx))
    const facts: Record<string, number> = {}
    for (const kind of recordKinds) {
      const days = form.value[kind]
      if (days === before[kind]) continue
      await saveChosenDays(tx, { organisation, kind, days })
      facts[kind] = days
    }
    if (Object.keys(facts).length > 0) {
      const actor = given.actor.member.id
      await note({ tx, clock: effects.clock, organisation, actor, act: 'retention-changed', facts })
    }
    return accept(undefined)
  })
}
