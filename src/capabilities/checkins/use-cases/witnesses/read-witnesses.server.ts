import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../../checkins.server.ts'
import { mostWitnesses } from '../../domain/chain/change-list.ts'
import type { Witness } from '../../domain/manifest/manifest.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { mayNameWitnesses } from '../../policy.server.ts'
import { witnessesInForce } from './witnesses-in-force.server.ts'

/** Who co-signs, for everybody in the organisation; whether this person may change it. */
export const readWitnesses = async (on: {
  checkins: Checkins
  actor: Actor
}): Promise<
  Result<{ witnesses: readonly Witness[]; most: number; may: { change: boolean } }, CheckinRefusal>
> => {
  const { checkins, actor } = on
  if (actor.organisation.isCommons) return refuse({ code: 'checkins/not-found' })
  const witnesses = await checkins.database.inOrganisation(actor.organisation.id, (tx) =>
    witnessesInForce(tx),
  )
  return accept({ witnesses, most: mostWitnesses, may: { change: mayNameWitnesses(actor) } })
}
