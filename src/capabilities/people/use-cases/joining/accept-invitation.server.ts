import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { addMembership } from '../../data/accounts.server.ts'
import { useInvitation } from '../../data/invitations.server.ts'
import { markJoined } from '../../data/members.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { type Entered, enterAccount } from '../signing-in/enter-account.server.ts'
import { chooseAccount } from './choose-account.server.ts'
import { withInvited } from './find-invited.server.ts'

/**
 * Joins: the account is found or made, tied to the member, and the invitation used up. The member's side commits last,
 * so that a kill in between leaves an invitation that still works and completes what was begun.
 */
export const acceptInvitation = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'attempts' | 'signIn'>,
  given: { held: string; address: string; userId: string | undefined; isByProvider?: boolean },
): Promise<Result<Entered & { slug: string; isReturning: boolean }, PeopleRefusal>> => {
  const joined = await withInvited(effects, { ...given, lock: true }, async (invited, tx) => {
    const { organisation, member, invitation } = invited
    const chosen = await effects.database.inSite((site) =>
      chooseAccount(site, { invited, userId: given.userId }),
    )
    if (!chosen.ok) return chosen
    const { userId } =
      'userId' in chosen.value
        ? chosen.value
        : await effects.signIn.api.makeAccount({
            body: { email: chosen.value.newAddress, name: member.name },
          })
    const isTied = await effects.database.inSite((site) =>
      addMembership(site, { userId, organisation: organisation.id, member: member.id }),
    )
    if (!isTied) return refuse({ code: 'people/already-a-member' })
    const now = effects.clock.now()
    const isReturning = member.status === 'active'
    await useInvitation(tx, { id: invitation.id, member: member.id, at: now })
    await markJoined(tx, { member: member.id, on: todayIn({ now, zone: organisation.timeZone }) })
    await note({
      tx,
      clock: effects.clock,
      organisation: organisation.id,
      actor: member.id,
      act: isReturning ? 'member-came-in-by-code' : 'member-joined',
      facts: { way: invitation.kind },
    })
    return accept({ userId, slug: organisation.slug, isReturning })
  })
  if (!joined.ok) return joined

  // A session on a provider's word joins with what it is: the next one is no more.
  const entered = await enterAccount(effects, joined.value.userId, given.isByProvider ?? false)
  return accept({ ...entered, ...joined.value })
}
