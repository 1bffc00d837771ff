import type { MemberId } from '#kernel/ids.ts'
import { findAccount } from '../../data/accounts.server.ts'
import { listWaysUsed } from '../../data/invitations.server.ts'
import { listPasskeys } from '../../data/passkeys.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { Effects } from '../../effects.ts'

export type AccountSeen = {
  email: string | null
  mailIsConnected: boolean
  passkeys: { id: string; name: string | null; madeAt: Date | null }[]
  /** Letters and printed codes that were made for her, so that a code she did not ask for shows. */
  ways: { kind: 'mail' | 'printed'; madeAt: Date; usedAt: Date | null }[]
}

/** Her own account, as the one who is signed in sees it. */
export const seeAccount = async (
  effects: Pick<Effects, 'database' | 'mail'>,
  given: { actor: Actor },
): Promise<AccountSeen> => {
  const { userId, organisation, member } = given.actor
  const { account, passkeys } = await effects.database.inSite(async (tx) => ({
    account: await findAccount(tx, userId),
    passkeys: await listPasskeys(tx, userId),
  }))
  const ways = await effects.database.inOrganisation(organisation.id, (tx) =>
    listWaysUsed(tx, member.id as MemberId),
  )
  return {
    email: account && !isPlaceholder(account.email) ? account.email : null,
    mailIsConnected: effects.mail.isConnected,
    passkeys,
    ways: ways.map(({ kind, made_at, used_at }) => ({ kind, madeAt: made_at, usedAt: used_at })),
  }
}
