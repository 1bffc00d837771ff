import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { MemberForm } from '../../contract/staff.ts'
import { removeMemberships } from '../../data/accounts.server.ts'
import { findMember, hasOtherAdministrator, markLeft } from '../../data/members.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/**
 * Marks a member as having left. From that moment nothing here opens for her; her account stays hers, because it may
 * belong to another organisation too.
 */
export const deactivateMember = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(MemberForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const id = form.value.member as MemberId
  const { organisation } = given.actor

  const left = await effects.database.inOrganisation(organisation.id, async (tx) => {
    const member = await findMember(tx, id)
    if (!member) return refuse({ code: 'people/not-found' } as const)
    if (member.status === 'left') return accept(undefined)
    const isAdministrator = member.roles.includes('administrator')
    if (isAdministrator && !(await hasOtherAdministrator(tx, id))) {
      return refuse({ code: 'people/last-administrator' } as const)
    }
    await markLeft(tx, {
      members: [id],
      on: todayIn({ now: effects.clock.now(), zone: organisation.timeZone }),
    })
    await note({
      tx,
      clock: effects.clock,
      organisation: organisation.id,
      actor: given.actor.member.id,
      act: 'member-left',
      facts: { member: id },
    })
    return accept(undefined)
  })
  // The member's status alone already closes every page; this only lets the account be invited anew.
  if (left.ok) {
    await effects.database.inSite((tx) =>
      removeMemberships(tx, { organisation: organisation.id, members: [id] }),
    )
  }
  return left
}
