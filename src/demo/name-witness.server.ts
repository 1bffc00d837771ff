import { generateKeyPairSync, sign } from 'node:crypto'
import {
  acceptCosignature,
  changeWitnesses,
  readPublicChain,
  readWitnesses,
} from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { must } from './must.ts'

/**
 * A union that signs what the fictional hospital announces. Its key is thrown away with this start, so browsers do not
 * wait for it: what comes later stands unsigned, as where a witness is slow. @returns what signs all that is announced.
 */
export const nameWitness = async (
  site: Pick<Composition, 'checkins'>,
  given: { administrator: Actor },
): Promise<() => Promise<void>> => {
  const on = { checkins: site.checkins, actor: given.administrator }
  if (must(await readWitnesses(on)).witnesses.length > 0) return async () => {}
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64url')
  const change = { what: 'add', name: m.demo_witness(), publicKey: key, isRequired: false } as const
  const witness = must(await changeWitnesses({ change }, on)).find((one) => one.publicKey === key)
  return async () => {
    const organisation = given.administrator.organisation.id
    for (const { kind, hash, body } of await readPublicChain(site.checkins, organisation)) {
      if (kind !== 'manifest' || !witness || !body.includes(witness.id)) continue
      const text = Buffer.from(`kith-cosignature/1|${hash}`)
      const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      const request = { hash, witness: witness.id, signature: signature.toString('base64url') }
      must(await acceptCosignature({ request }, { checkins: site.checkins, organisation }))
    }
  }
}
