import type { Actor } from '#capabilities/people/index.ts'
import type { Checkins } from '../checkins.server.ts'
import { keepHistoryKey } from '../data/history-keys.server.ts'

/**
 * The key that locks a member's history on her own devices, for whoever is signed in as her and nobody else: one for
 * all her devices, made when first asked for. That it was asked for is not noted.
 */
export const giveHistoryKey = (on: { checkins: Checkins; actor: Actor }): Promise<{ key: string }> => {
  const { organisation, member } = on.actor
  return on.checkins.database.inOrganisation(organisation.id, async (tx) => ({
    key: (await keepHistoryKey(tx, { organisation: organisation.id, member: member.id })).toString(
      'base64url',
    ),
  }))
}
