import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import { findAccount, findMembership, reachesFurther } from '../../data/accounts.server.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'

/**
 * Whether a code may be made that opens this member's account, because whoever prints it could use it: not where the
 * account reaches beyond this organisation, and not where its owner can be sent digits.
 */
export const mayPrintCode = async (
  tx: SiteTx,
  given: { organisation: OrganisationId; member: MemberId; mailIsConnected: boolean },
): Promise<boolean> => {
  const { organisation, member } = given
  const tied = await findMembership(tx, { organisation, member })
  if (!tied) return true
  if (await reachesFurther(tx, { userId: tied.user_id, organisation })) return false
  const account = await findAccount(tx, tied.user_id)
  return !given.mailIsConnected || !account || isPlaceholder(account.email)
}
