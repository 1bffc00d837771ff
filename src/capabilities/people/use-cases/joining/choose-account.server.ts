import { accept, type Result, refuse } from '#kernel/result.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import { findAccountByEmail, findMembership, isUnclaimed } from '../../data/accounts.server.ts'
import { placeholderAddress } from '../../domain/placeholder-address.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Invited } from './find-invited.server.ts'

/** The account that joins: one that is there, or the address under which one is to be made. */
export type JoiningAccount = { userId: string } | { newAddress: string }

/**
 * Whose account an invitation leads to. Somebody who has an account under the same address signs in to it first; a
 * person whom this browser shows as somebody else must sign out first: holding a link is not enough to mix the two up.
 */
export const chooseAccount = async (
  tx: SiteTx,
  given: { invited: Pick<Invited, 'organisation' | 'member'>; userId: string | undefined },
): Promise<Result<JoiningAccount, PeopleRefusal>> => {
  const { member, organisation } = given.invited
  const address = member.email ?? placeholderAddress(member.id)
  const tied = await findMembership(tx, { member: member.id, organisation: organisation.id })
  const known = tied ? { id: tied.user_id } : await findAccountByEmail(tx, address)
  if (given.userId !== undefined && given.userId !== known?.id)
    return refuse({ code: 'people/other-account' })
  if (!known) return accept({ newAddress: address })
  const isHers = tied !== undefined || given.userId === known.id || (await isUnclaimed(tx, known.id))
  return isHers ? accept({ userId: known.id }) : refuse({ code: 'people/sign-in-first' })
}
