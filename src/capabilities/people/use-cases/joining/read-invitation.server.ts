import { accept, type Result } from '#kernel/result.ts'
import { findMember } from '../../data/members.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { HostKind } from '../../domain/roles.ts'
import type { Effects } from '../../effects.ts'
import { chooseAccount, provenEmail } from './choose-account.server.ts'
import { withInvited } from './find-invited.server.ts'

export type InvitationSeen = {
  organisation: { name: string; hostKind: HostKind; slug: string }
  name: string
  unitName: string | null
  /** The address of the account that is made; none where the invitation proves none. */
  email: string | null
  invitedBy: string | null
  /** She has joined before: the code lets her back in. */
  isReturning: boolean
  /** What has to happen before she can join here. */
  first: 'nothing' | 'sign-in' | 'sign-out'
}

/** What an invitation says before anybody presses anything. Looking at it changes nothing: mail scanners look too. */
export const readInvitation = (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'attempts'>,
  given: { held: string; address: string; userId: string | undefined },
): Promise<Result<InvitationSeen, PeopleRefusal>> =>
  withInvited(effects, { ...given, lock: false }, async (invited, tx) => {
    const { organisation, member, invitation } = invited
    const inviter = await findMember(tx, invitation.madeBy)
    const account = await effects.database.inSite((site) =>
      chooseAccount(site, { invited, userId: given.userId }),
    )
    const { name, hostKind, slug } = organisation
    return accept({
      organisation: { name, hostKind, slug },
      name: member.name,
      unitName: member.unitName,
      email: provenEmail(invited),
      invitedBy: inviter?.name ?? null,
      isReturning: member.status === 'active',
      first: account.ok
        ? 'nothing'
        : account.refusal.code === 'people/sign-in-first'
          ? 'sign-in'
          : 'sign-out',
    })
  })
