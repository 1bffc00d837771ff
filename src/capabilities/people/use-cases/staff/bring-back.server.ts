import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { MemberForm } from '../../contract/staff.ts'
import { removeMemberships } from '../../data/accounts.server.ts'
import { isEmailTaken, markBack } from '../../data/change-people.server.ts'
import { findMember } from '../../data/members.server.ts'
import { lockRoster } from '../../data/roster.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/**
 * Puts somebody who left back on the staff list. She keeps her entry, so that a running check-in knows her as the same
 * person; roles are given anew, and she joins by a new invitation. Her address comes back unless somebody else has it.
 */
export const bringBack = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(MemberForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const organisation = given.actor.organisation.id
  const id = form.value.member as MemberId

  return effects.database.inOrganisation(organisation, async (tx) => {
    await lockRoster(tx, organisation)
    const member = await findMember(tx, id)
    if (!member) return refuse({ code: 'people/not-found' })
    if (member.mergedInto) return refuse({ code: 'people/was-merged' })
    if (member.status !== 'left') return accept(undefined)
    const { email } = member
    const isFree = email === null || !(await isEmailTaken(tx, { email, but: id }))
    // A kill may have left the old tie in place; it would let the old account in without an invitation.
    await effects.database.inSite((site) => removeMemberships(site, { organisation, members: [id] }))
    await markBack(tx, { member: id, email: isFree ? email : null })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: 'member-brought-back',
      facts: { member: id },
    })
    return accept(undefined)
  })
}
