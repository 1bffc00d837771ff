import type { Actor } from '#capabilities/people/index.ts'
import { isId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { readChain } from '../data/chain.server.ts'
import type { Cancellation } from '../domain/manifest/manifest.ts'

/** Who cancelled a wave and why, as it stands in the public chain; null where nobody did. */
export const readCancellation = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<{ by: string; why: string } | null> => {
  if (!isId(input.wave)) return null
  const chain = await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) => readChain(tx))
  const entry = chain.find(({ kind, wave }) => kind === 'cancellation' && wave === input.wave)
  if (!entry) return null
  const { by, why } = JSON.parse(entry.body) as Cancellation
  return { by, why }
}
