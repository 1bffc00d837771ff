import { constants, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { listGroups } from '#capabilities/checkins/data/eligible.server.ts'
import { type BallotAnswers, buildBallot } from '#capabilities/checkins/domain/ballot.ts'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import { readTicketKey, ticketMessage } from '#packages/blind-ticket/index.ts'
import type { OpenSite } from './site.ts'
import { secretsOf } from './wave.ts'

/**
 * Makes valid ballots of any group, as whoever holds the signing keys of a wave can: the ticket is signed outright, asked
 * for by nobody and noted nowhere.
 */
export const openForge = async (site: Pick<OpenSite, 'dataDir'>, wave: WaveId) => {
  const { waveKey, ticketKeys } = await secretsOf(site, wave)
  const signers = new Map<string, KeyObject>()
  for (const { pkcs8, spki } of ticketKeys) {
    const key = createPrivateKey({ key: Buffer.from(pkcs8, 'base64url'), format: 'der', type: 'pkcs8' })
    signers.set(createHash('sha256').update(Buffer.from(spki, 'base64url')).digest('hex'), key)
  }
  return async (of: { spki: Uint8Array<ArrayBuffer>; answers: BallotAnswers }) => {
    const key = await readTicketKey(of.spki)
    const signer = signers.get(createHash('sha256').update(of.spki).digest('hex'))
    if (!key.ok || !signer) throw new Error('A group has no key.')
    const secrets = await freshSecrets()
    const message = await ticketMessage(secrets)
    const padding = constants.RSA_PKCS1_PSS_PADDING
    const ticket = new Uint8Array(sign('sha384', message, { key: signer, padding, saltLength: 48 }))
    const means = { waveKey: Buffer.from(waveKey.publicKey, 'base64url'), key: key.value, ticket, secrets }
    const ballot = await buildBallot({ answers: of.answers, ...means })
    if (!ballot.ok) throw new Error(ballot.refusal)
    return ballot.value
  }
}

/** The first group of a wave: its name, and its key as everybody reads it. */
export const firstGroupOf = async (
  { database }: Pick<OpenSite, 'database'>,
  of: { organisation: OrganisationId; wave: WaveId },
) => {
  const [group] = await database.inOrganisation(of.organisation, (tx) => listGroups(tx, of.wave))
  if (!group) throw new Error('The check-in has no group.')
  return { name: group.name, spki: new Uint8Array(group.spki) }
}

/** A ballot's own key and prefix, drawn instead of derived from a seed. */
const freshSecrets = async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { prefix: crypto.getRandomValues(new Uint8Array(32)), publicKey, signingKey: pair.privateKey }
}
