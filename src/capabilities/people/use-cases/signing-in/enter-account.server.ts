import type { Effects } from '../../effects.ts'

/** An account that was just entered, and the headers whose cookies the answer must carry. */
export type Entered = { userId: string; headers: Headers }

/** Begins a session for somebody who has just proved who she is, or for whom only a provider vouches. */
export const enterAccount = async (
  effects: Pick<Effects, 'signIn'>,
  userId: string,
  byProvider = false,
): Promise<Entered> => {
  const { headers } = await effects.signIn.api.enter({ body: { userId, byProvider }, returnHeaders: true })
  return { userId, headers }
}
