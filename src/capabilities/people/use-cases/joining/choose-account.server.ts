import { accept, type Result, refuse } from '#kernel/result.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import {
  findAccount,
  findAccountByEmail,
  findMembership,
  isUnclaimed,
  reachesFurther,
} from '../../data/accounts.server.ts'
import { placeholderAddress } from '../../domain/placeholder-address.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Invited } from './find-invited.server.ts'

/** The account that joins: one that is there, or the address under which one is to be made. */
export type JoiningAccount = { userId: string } | { newAddress: string }

/**
 * The e-mail that an invitation proves: only a link that really went there by a mail server does. What an
 * administrator or an operator can read proves nothing, and must not open an account that its owner later signs in to.
 */
export const provenEmail = ({ invitation, member }: Pick<Invited, 'invitation' | 'member'>): string | null =>
  invitation.kind === 'mail' && invitation.sentAt !== null ? member.email : null

/**
 * Whose account an invitation leads to. Somebody who has an account under the same address signs in to it first; a
 * person whom this browser shows as somebody else must sign out first: holding a link is not enough to mix the two up.
 * Nor is it enough to come into an account that reaches beyond this organisation.
 */
export const chooseAccount = async (
  tx: SiteTx,
  given: { invited: Invited; userId: string | undefined },
): Promise<Result<JoiningAccount, PeopleRefusal>> => {
  const { member, organisation } = given.invited
  const address = provenEmail(given.invited) ?? placeholderAddress(member.id)
  const tied = await findMembership(tx, { member: member.id, organisation: organisation.id })
  const known = tied
    ? { id: tied.user_id }
    : ((await findOwnByEmail(tx, { userId: given.userId, email: member.email })) ??
      (await findAccountByEmail(tx, address)))
  if (given.userId !== undefined && given.userId !== known?.id)
    return refuse({ code: 'people/other-account' })
  if (!known) return accept({ newAddress: address })
  const isHers =
    given.userId === known.id ||
    (tied
      ? !(await reachesFurther(tx, { userId: known.id, organisation: organisation.id }))
      : await isUnclaimed(tx, known.id))
  return isHers ? accept({ userId: known.id }) : refuse({ code: 'people/sign-in-first' })
}

/** The account that is signed in, where it has the member's address: then even a printed code may tie the two. */
const findOwnByEmail = async (tx: SiteTx, by: { userId: string | undefined; email: string | null }) => {
  if (by.userId === undefined || by.email === null) return undefined
  const account = await findAccount(tx, by.userId)
  return account?.email.toLowerCase() === by.email.toLowerCase() ? account : undefined
}
