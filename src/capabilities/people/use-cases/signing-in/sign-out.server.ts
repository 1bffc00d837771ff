import { endSessions } from '../../data/passkeys.server.ts'
import type { Effects } from '../../effects.ts'

/** Ends this session, or with `everywhere` all of the account's. The headers' cookies belong in the answer. */
export const signOut = async (
  effects: Pick<Effects, 'database' | 'signIn'>,
  given: { headers: Headers; userId: string; everywhere: boolean },
): Promise<{ headers: Headers }> => {
  const { headers } = await effects.signIn.api.signOut({ headers: given.headers, returnHeaders: true })
  if (given.everywhere) await effects.database.inSite((tx) => endSessions(tx, given.userId))
  return { headers }
}
