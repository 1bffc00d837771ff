import type { MemberId } from '#kernel/ids.ts'
import { findAccount, isOperator, listMemberships } from '../../data/accounts.server.ts'
import { readHeldByOrganisation, readHeldBySite } from '../../data/own-data.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { type Held, inOrder } from '../../domain/held.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { Effects } from '../../effects.ts'
import type { Holding } from './holding.server.ts'

type Needs = Pick<Effects, 'database'> & { holdings: readonly Holding[] }

/** Everything that one organisation holds about whoever asks. Nobody can ask for anybody else. */
export const seeOwnData = (effects: Needs, given: { actor: Actor }): Promise<Held[]> => {
  const { organisation, member } = given.actor
  return effects.database.inOrganisation(organisation.id, async (tx) => {
    const held = await readHeldByOrganisation(tx, member.id)
    for (const holding of effects.holdings) held.push(...(await holding.see(tx, member.id)))
    return inOrder(held)
  })
}

export type AccountData = {
  /** What belongs to the account, whatever organisations she is in. */
  account: Held[]
  organisations: { slug: string; name: string; held: Held[] }[]
  email: string | null
  isOperator: boolean
}

/** Everything that the site holds about an account: its own, and each organisation’s apart. */
export const seeAccountData = async (effects: Needs, given: { userId: string }): Promise<AccountData> => {
  const found = await effects.database.inSite(async (tx) => ({
    held: await readHeldBySite(tx, given.userId),
    account: await findAccount(tx, given.userId),
    places: await listMemberships(tx, given.userId),
    isOperator: await isOperator(tx, given.userId),
  }))
  const organisations: AccountData['organisations'] = []
  for (const { id, slug, name, member } of found.places) {
    const held = await effects.database.inOrganisation(id as Actor['organisation']['id'], async (tx) => {
      const own = await readHeldByOrganisation(tx, member as MemberId)
      for (const holding of effects.holdings) own.push(...(await holding.see(tx, member as MemberId)))
      return inOrder(own)
    })
    organisations.push({ slug, name, held })
  }
  return {
    account: inOrder(found.held),
    organisations,
    email: found.account && !isPlaceholder(found.account.email) ? found.account.email : null,
    isOperator: found.isOperator,
  }
}
