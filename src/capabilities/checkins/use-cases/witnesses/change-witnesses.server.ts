import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { takeChainEnd } from '../../data/chain.server.ts'
import { changeList, type WitnessChange } from '../../domain/chain/change-list.ts'
import type { WitnessList } from '../../domain/chain/entry.ts'
import { isWitnessKey } from '../../domain/chain/signature.ts'
import type { Witness } from '../../domain/manifest/manifest.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import { mayNameWitnesses } from '../../policy.server.ts'
import { appendEntry } from './append-entry.server.ts'
import { witnessesInForce } from './witnesses-in-force.server.ts'

/**
 * Adds a witness, ends one, or changes whether browsers wait for its signature. The whole list goes on the public
 * chain; check-ins that were announced before keep the witnesses that they named.
 */
export const changeWitnesses = async (
  input: { change: WitnessChange },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<readonly Witness[], CheckinRefusal>> => {
  const { checkins, actor } = on
  const { change } = input
  if (!mayNameWitnesses(actor)) return refuse({ code: 'checkins/not-allowed' })
  if (change.what === 'add' && !(await isWitnessKey(change.publicKey)))
    return refuse({ code: 'checkins/witness-key-not-readable' })
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Result<readonly Witness[], CheckinRefusal>>(
    organisation,
    async (tx) => {
      await takeChainEnd(tx, organisation)
      const changed = changeList({ before: await witnessesInForce(tx), change, id: crypto.randomUUID() })
      if (!changed.ok) return changed
      await write(tx, { checkins, actor, witnesses: changed.value.witnesses })
      const { name, isRequired } = changed.value.about
      await note({
        tx,
        clock: checkins.clock,
        organisation,
        actor: actor.member.id,
        ...acts[change.what],
        facts: { name, required: isRequired },
      })
      return accept(changed.value.witnesses)
    },
  )
}

const acts = {
  add: { act: 'witness-added' },
  end: { act: 'witness-ended' },
  require: { act: 'witness-changed' },
} as const

const write = (tx: Tx, given: { checkins: Checkins; actor: Actor; witnesses: readonly Witness[] }) => {
  const organisation = given.actor.organisation.id
  return appendEntry(tx, {
    organisation,
    dataDir: given.checkins.dataDir,
    kind: 'witnesses',
    body: (ends): WitnessList => ({
      format: 'kith-witnesses/1',
      organisation,
      witnesses: given.witnesses,
      ...ends,
    }),
  })
}
