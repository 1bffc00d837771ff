import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { CorrectPersonForm } from '../../contract/person.ts'
import { type PersonToKeep, updatePerson } from '../../data/change-people.server.ts'
import { endLetters } from '../../data/invitations.server.ts'
import { findMember, type Member } from '../../data/members.server.ts'
import { lockRoster } from '../../data/roster.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { checkPerson } from './check-person.server.ts'

/**
 * Corrects what the staff list says of a person, her team included. A new address ends letters that went to the old
 * one; the address under which she signs in stays hers.
 */
export const correctPerson = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(CorrectPersonForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const { id: organisation, timeZone } = given.actor.organisation
  const id = form.value.member as MemberId
  const today = todayIn({ now: effects.clock.now(), zone: timeZone })

  return effects.database.inOrganisation(organisation, async (tx) => {
    await lockRoster(tx, organisation)
    const member = await findMember(tx, id)
    if (!member) return refuse({ code: 'people/not-found' })
    if (member.status === 'left') return refuse({ code: 'people/has-left' })
    const person = await checkPerson(tx, {
      id,
      typed: form.value,
      today,
      managerNow: member.manager,
    })
    if (!person.ok) return person
    const fields = differing(member, person.value)
    if (fields.length === 0) return accept(undefined)
    if (fields.includes('email')) await endLetters(tx, [id])
    await updatePerson(tx, { id, person: person.value })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: fields.includes('unit') ? 'person-moved' : 'person-corrected',
      facts: { member: id, fields: fields.join(' ') },
    })
    return accept(undefined)
  })
}

/** The names of what changes, never what it was: the record keeps acts, not people's particulars. */
const differing = (before: Member, after: PersonToKeep): string[] => {
  const was: Record<keyof PersonToKeep, unknown> = { ...before, manager: before.manager?.id ?? null }
  return (Object.keys(after) as (keyof PersonToKeep)[]).filter(
    (field) => JSON.stringify(was[field] ?? null) !== JSON.stringify(after[field]),
  )
}
