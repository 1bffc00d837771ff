import { endSessions } from '../../data/passkeys.server.ts'
import type { Effects } from '../../effects.ts'
import { endPushOf } from '../messages/ask-for-push.server.ts'

/** Ends this session, or with `everywhere` all of the account's, and what they asked to be told. The headers' cookies belong in the answer. */
export const signOut = async (
  effects: Pick<Effects, 'database' | 'signIn' | 'secrets'>,
  given: { headers: Headers; userId: string; everywhere: boolean },
): Promise<{ headers: Headers }> => {
  await endPushOf(effects, given)
  const { headers } = await effects.signIn.api.signOut({ headers: given.headers, returnHeaders: true })
  if (given.everywhere) await effects.database.inSite((tx) => endSessions(tx, given.userId))
  return { headers }
}
