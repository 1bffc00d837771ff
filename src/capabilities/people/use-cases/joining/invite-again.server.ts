import * as v from 'valibot'
import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { id } from '../../contract/staff.ts'
import type { Way } from '../../data/invitations.server.ts'
import { findMember } from '../../data/members.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { makeInvitations } from './invite-members.server.ts'
import { mayPrintCode } from './may-print-code.server.ts'

const InviteAgainForm = v.strictObject({ member: id, way: v.picklist(['mail', 'printed']) })

/**
 * Gives one member a new invitation in place of the old one. Somebody who has joined gets a code only where she could
 * not come in otherwise, because whoever prints it could use it.
 */
export const inviteAgain = async (
  effects: Pick<Effects, 'settings' | 'database' | 'clock' | 'secrets' | 'jobs' | 'mail'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<{ way: Way }, PeopleRefusal>> => {
  const form = readForm(InviteAgainForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  if (!effects.settings.isAddressSecure) return refuse({ code: 'people/address-not-secure' })
  const { way } = form.value
  const organisation = given.actor.organisation.id
  const memberId = form.value.member as MemberId

  const done = await effects.database.inOrganisation(organisation, async (tx) => {
    const member = await findMember(tx, memberId)
    if (!member) return refuse({ code: 'people/not-found' } as const)
    if (member.status === 'left') return refuse({ code: 'people/has-left' } as const)
    const mailIsConnected = effects.mail.isConnected
    const mayMake =
      way === 'mail'
        ? member.status === 'invited'
        : await effects.database.inSite((site) =>
            mayPrintCode(site, { organisation, member: memberId, mailIsConnected }),
          )
    if (!mayMake) {
      return refuse({ code: 'people/has-other-ways-in' } as const)
    }
    if (way === 'mail' && member.email === null) return refuse({ code: 'people/form-not-readable' } as const)
    await makeInvitations(effects, tx, { organisation, by: given.actor.member.id, way, members: [memberId] })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: way === 'mail' ? 'invited-again' : 'code-printed',
      facts: { member: memberId, hadJoined: member.status === 'active' },
    })
    return accept(undefined)
  })
  if (!done.ok) return done
  if (way === 'mail') await effects.jobs.send('send-messages', {})

  return accept({ way })
}
