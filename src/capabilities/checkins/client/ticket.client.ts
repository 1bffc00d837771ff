import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  SEED_SIZE,
  type TicketKey,
  type TicketSecrets,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'
import { fromBase64Url, toBase64Url } from '../domain/manifest/digest.ts'
import type { GroupEntry } from '../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import type { KeptPacket, KeptTicket } from '../domain/standing.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import { keyOf } from './member.client.ts'
import type { Store } from './store.client.ts'

/** What the server said to a blinded ticket; undefined where nothing could be understood: asked again another time. */
export type TicketAnswer = { readonly blindSignature: string } | { readonly code: string } | undefined
export type AskForTicket = (given: { packet: CheckinPacket; blinded: string }) => Promise<TicketAnswer>

/**
 * Asks for the ticket of a checked packet and keeps it once it is verified. The seed is on disk before the first
 * request, so that every retry, from any tab, asks with the same bytes. Silent: whatever happens is in the store.
 */
export const collectTicket = async (
  store: Store,
  given: { kept: KeptPacket; ask: AskForTicket },
): Promise<void> => {
  const { packet, hash, trouble } = given.kept
  if (trouble !== undefined) return
  const key = keyOf(packet)
  const ticketKey = await ticketKeyOf(packet)
  if (!ticketKey) return giveUp(store, { key, kept: given.kept })
  const seed = await seedFor(store, { key, hash })
  if (!seed) return
  const secrets = await secretsOf({ packet, seed, ticketKey })
  const message = await ticketMessage(secrets)
  const blinded = await blind({ key: ticketKey, message, ...secrets })
  if (!blinded.ok) return giveUp(store, { key, kept: given.kept })
  const answer = await given.ask({ packet, blinded: toBase64Url(blinded.value.blinded) })
  if (answer === undefined) return
  const keep = (ticket: KeptTicket) => settle(store, { key, seed, ticket })
  if ('code' in answer) {
    const state = answer.code === 'checkins/ticket-already-given' ? 'elsewhere' : 'asking'
    return keep(state === 'elsewhere' ? { manifestHash: hash, state } : { manifestHash: hash, state, seed })
  }
  const blindSignature = fromBase64Url(answer.blindSignature)
  const finished =
    blindSignature &&
    (await finalise({ key: ticketKey, message, blindSignature, inverse: blinded.value.inverse }))
  if (!finished?.ok) return giveUp(store, { key, kept: given.kept })
  await keep({ manifestHash: hash, state: 'held', seed, ticket: finished.value })
}

/** The group's key as its line in the manifest gives it; undefined for a key that no ticket may be asked from. */
export const ticketKeyOf = async (packet: CheckinPacket): Promise<TicketKey | undefined> => {
  const entry = JSON.parse(packet.entry) as GroupEntry
  const spki = fromBase64Url(entry.spki)
  const read = spki && (await readTicketKey(spki))
  return read?.ok ? read.value : undefined
}

export const secretsOf = (given: {
  packet: CheckinPacket
  seed: Uint8Array
  ticketKey: TicketKey
}): Promise<TicketSecrets> =>
  deriveTicketSecrets({
    seed: given.seed,
    wave: given.packet.wave,
    table: reportingGroupsTable,
    key: given.ticketKey,
  })

/** The one seed of this wave here; undefined where nothing is left to ask. */
const seedFor = async (
  store: Store,
  given: { key: string; hash: string },
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const fresh = crypto.getRandomValues(new Uint8Array(SEED_SIZE))
  return store.change(async (box) => {
    const before = await box.get('tickets', given.key)
    if (before) return before.state === 'asking' ? before.seed : undefined
    await box.put('tickets', given.key, { manifestHash: given.hash, state: 'asking', seed: fresh })
    return fresh
  })
}

/** Writes what came of asking, unless another tab has settled it meanwhile. */
const settle = (store: Store, given: { key: string; seed: Uint8Array; ticket: KeptTicket }): Promise<void> =>
  store.change(async (box) => {
    const now = await box.get('tickets', given.key)
    const isSame = now?.state === 'asking' && now.seed?.every((byte, at) => byte === given.seed[at])
    if (isSame) await box.put('tickets', given.key, given.ticket)
  })

/** A key or a signature that is not what was announced: this check-in is in trouble here, and nothing more is asked. */
const giveUp = (store: Store, given: { key: string; kept: KeptPacket }): Promise<void> =>
  store.change((box) => box.put('packets', given.key, { ...given.kept, trouble: 'manifest/key-not-usable' }))
