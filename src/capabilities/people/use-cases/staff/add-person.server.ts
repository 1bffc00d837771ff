import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { AddPersonForm } from '../../contract/person.ts'
import { insertPerson } from '../../data/change-people.server.ts'
import { lockRoster } from '../../data/roster.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { checkPerson } from './check-person.server.ts'

/** Puts one person on the staff list. The same form sent twice adds her once. */
export const addPerson = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<{ member: MemberId }, PeopleRefusal>> => {
  const form = readForm(AddPersonForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const { id, timeZone } = given.actor.organisation
  const member = form.value.id as MemberId
  const today = todayIn({ now: effects.clock.now(), zone: timeZone })

  return effects.database.inOrganisation(id, async (tx) => {
    await lockRoster(tx, id)
    const person = await checkPerson(tx, { id: member, typed: form.value, today, managerNow: null })
    if (!person.ok) return person
    if (await insertPerson(tx, { organisation: id, id: member, person: person.value })) {
      const actor = given.actor.member.id
      await note({
        tx,
        clock: effects.clock,
        organisation: id,
        actor,
        act: 'person-added',
        facts: { member },
      })
    }
    return accept({ member })
  })
}
