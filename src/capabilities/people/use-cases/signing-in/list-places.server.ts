import { findAccount, isOperator, listMemberships } from '../../data/accounts.server.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { Effects } from '../../effects.ts'

/** Where somebody who is signed in can go: her organisations, and the operator's page if she runs the site. */
export const listPlaces = (
  effects: Pick<Effects, 'database'>,
  given: { userId: string; isByProvider?: boolean },
) =>
  effects.database.inSite(async (tx) => {
    const account = await findAccount(tx, given.userId)
    return {
      email: account && !isPlaceholder(account.email) ? account.email : null,
      organisations: (await listMemberships(tx, given.userId))
        // Whoever runs a provider is not to learn who is in the commons.
        .filter(({ isCommons }) => !(given.isByProvider && isCommons))
        .map(({ slug, name }) => ({ slug, name })),
      isOperator: await isOperator(tx, given.userId),
    }
  })
