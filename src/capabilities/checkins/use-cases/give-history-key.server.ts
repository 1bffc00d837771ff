import { randomBytes } from 'node:crypto'
import type { Actor } from '#capabilities/people/index.ts'
import type { Checkins } from '../checkins.server.ts'
import { findHistoryKey, insertHistoryKey } from '../data/history-keys.server.ts'

/**
 * The key that locks a member's history on her own devices, for whoever is signed in as her and nobody else: one for
 * all her devices, made when first asked for. That it was asked for is not noted.
 */
export const giveHistoryKey = (on: { checkins: Checkins; actor: Actor }): Promise<{ key: string }> => {
  const { organisation, member } = on.actor
  return on.checkins.database.inOrganisation(organisation.id, async (tx) => {
    if (!(await findHistoryKey(tx, member.id))) {
      const key = randomBytes(32)
      await insertHistoryKey(tx, { organisation: organisation.id, member: member.id, key })
    }
    // Read back: of two devices that ask at once, both get the one that was kept.
    const kept = await findHistoryKey(tx, member.id)
    if (!kept) throw new Error('A history key was not kept.')
    return { key: kept.key.toString('base64url') }
  })
}
