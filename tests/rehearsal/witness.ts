import { generateKeyPairSync, sign } from 'node:crypto'
import { acceptCosignature, changeWitnesses, readPublicChain } from '#capabilities/checkins/index.server.ts'
import { hashText, openSigner } from '#capabilities/checkins/keys/signer.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { asOwner } from '../promises/evidence/database-text.ts'
import type { OpenSite } from './site.ts'

type On = { site: Pick<OpenSite, 'checkins'>; actor: Actor }

/** Somebody outside the organisation, with a key of her own, as the witness's page makes one. */
export const makeWitness = (name = 'The nurses’ union') => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    name,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64url'),
    sign: (text: string): string =>
      sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url'),
  }
}
export type WitnessWithKey = ReturnType<typeof makeWitness>

/** An administrator puts her on the list. @returns her id on the chain. */
export const nameWitness = async (
  { site, actor }: On,
  given: { witness: WitnessWithKey; isRequired?: boolean },
): Promise<string> => {
  const { name, publicKey } = given.witness
  const change = { what: 'add', name, publicKey, isRequired: given.isRequired ?? true } as const
  const changed = await changeWitnesses({ change }, { checkins: site.checkins, actor })
  if (!changed.ok) throw new Error(changed.refusal.code)
  return changed.value.find((one) => one.publicKey === publicKey)?.id ?? ''
}

/** She signs the announcement of a wave and hands that in. */
export const cosign = async (
  { site, actor }: On,
  given: { witness: WitnessWithKey; id: string; wave: WaveId },
): Promise<void> => {
  const { id: organisation } = actor.organisation
  const chain = await readPublicChain(site.checkins, organisation)
  const entry = chain.find(({ kind, wave }) => kind === 'manifest' && wave === given.wave)
  if (!entry) throw new Error('The wave stands on no chain.')
  const signature = given.witness.sign(`kith-cosignature/1|${entry.hash}`)
  const request = { hash: entry.hash, witness: given.id, signature }
  const taken = await acceptCosignature({ request }, { checkins: site.checkins, organisation })
  if (!taken.ok) throw new Error(taken.refusal.code)
}

/** Whoever has the database and the data folder writes the newest entry anew, with the organisation's own key. */
export const forkChain = async (given: {
  address: DatabaseAddress
  dataDir: string
  organisation: OrganisationId
}): Promise<void> => {
  const signer = openSigner(given)
  await asOwner(given, async (client) => {
    const { rows } = await client.query(
      'select number, body from org.chain_entry where organisation = $1 order by number desc limit 1',
      [given.organisation],
    )
    const [newest] = rows
    const body = JSON.stringify({ ...JSON.parse(newest.body), day: '2026-11-23' })
    await client.query(
      'update org.chain_entry set body = $1, signature = $2, hash = $3 where organisation = $4 and number = $5',
      [body, signer.sign(body), hashText(body), given.organisation, newest.number],
    )
  })
}
