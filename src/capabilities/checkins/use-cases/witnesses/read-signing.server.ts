import type { Actor } from '#capabilities/people/index.ts'
import type { Checkins } from '../../checkins.server.ts'
import type { Wave } from '../../domain/wave.ts'
import { awaitedWitnesses } from './awaited-witnesses.server.ts'
import { witnessesInForce } from './witnesses-in-force.server.ts'

/** For whom a check-in waits before it opens: once it is announced, those who have not signed; before, all who would. */
export const readSigning = (wave: Wave, on: { checkins: Checkins; actor: Actor }): Promise<string[]> =>
  on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    if (wave.state === 'announced') return awaitedWitnesses(tx, wave.id)
    if (wave.state !== 'draft') return []
    const witnesses = await witnessesInForce(tx)
    return witnesses.filter(({ isRequired }) => isRequired).map(({ name }) => name)
  })
