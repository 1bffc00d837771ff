import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { RolesForm } from '../../contract/staff.ts'
import { findMember, hasOtherAdministrator, setRoles } from '../../data/members.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/** Gives a member exactly these roles. Somebody who has joined always stays an administrator. */
export const changeRoles = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(RolesForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const organisation = given.actor.organisation.id
  const id = form.value.member as MemberId
  const { roles } = form.value

  return effects.database.inOrganisation(organisation, async (tx) => {
    const member = await findMember(tx, id)
    if (!member) return refuse({ code: 'people/not-found' })
    if (member.status === 'left') return refuse({ code: 'people/has-left' })
    if ([...roles].sort().join() === member.roles.join()) return accept(undefined)
    const stepsDown = member.roles.includes('administrator') && !roles.includes('administrator')
    if (stepsDown && !(await hasOtherAdministrator(tx, id)))
      return refuse({ code: 'people/last-administrator' })
    await setRoles(tx, { organisation, member: id, roles })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: 'roles-changed',
      facts: { member: id, before: member.roles.join(' '), after: [...roles].sort().join(' ') },
    })
    return accept(undefined)
  })
}
