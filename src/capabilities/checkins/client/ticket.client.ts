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
import type { Hold } from '../domain/chain/hold.ts'
import { fromBase64Url, toBase64Url } from '../domain/manifest/digest.ts'
import type { GroupEntry } from '../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import type { KeptPacket, KeptTicket } from '../domain/standing.ts'
import { keyOf } from './member.client.ts'
import type { Store } from './store.client.ts'

/** What the server said to blinded tickets; undefined where nothing could be understood: asked again another time. */
export type TicketAnswer =
  | { readonly blindSignatures: Readonly<Record<string, unknown>> }
  | { readonly code: string }
  | undefined
export type AskForTickets = (given: {
  packet: CheckinPacket
  tickets: readonly { table: string; blinded: string }[]
}) => Promise<TicketAnswer>

/**
 * Asks for the tickets of a checked packet, one for each of its tables, and keeps them once all are verified. The seed
 * is on disk before the first request, so that every retry, from any tab, asks with the same bytes. Silent: whatever
 * happens is in the store.
 */
export const collectTicket = async (
  store: Store,
  given: {
    kept: KeptPacket
    ask: AskForTickets
    /** Why it must not be asked for yet: then nothing is blinded. */
    hold?: Hold | undefined
    /** The newest entry of the public chain. */
    seen?: number | undefined
  },
): Promise<void> => {
  const { packet, hash, trouble } = given.kept
  if (trouble !== undefined || given.hold !== undefined) return
  const key = keyOf(packet)
  const seed = await seedFor(store, { key, hash })
  if (!seed) return
  const prepared = await prepareTickets(packet, seed)
  if (!prepared) return giveUp(store, { key, kept: given.kept })
  const tickets = prepared.map(({ table, blinded }) => ({ table, blinded: toBase64Url(blinded) }))
  const answer = await given.ask({ packet, tickets })
  if (answer === undefined) return
  const keep = (ticket: KeptTicket) => settle(store, { key, seed, ticket })
  if ('code' in answer) {
    const state = answer.code === 'checkins/ticket-already-given' ? 'elsewhere' : 'asking'
    return keep(state === 'elsewhere' ? { manifestHash: hash, state } : { manifestHash: hash, state, seed })
  }
  const finished = await finishTickets(prepared, answer.blindSignatures)
  if (!finished) return giveUp(store, { key, kept: given.kept })
  const { group } = JSON.parse(packet.entry) as GroupEntry
  const since = given.seen === undefined ? {} : { heldSince: given.seen, group }
  await keep({ manifestHash: hash, state: 'held', seed, ...finished, ...since })
}

type Prepared = {
  readonly table: string
  readonly key: TicketKey
  readonly message: Uint8Array<ArrayBuffer>
  readonly blinded: Uint8Array<ArrayBuffer>
  readonly inverse: bigint
}

/** A blinded ticket for each table of a packet, from its one seed; undefined where a key is not one to ask from. */
export const prepareTickets = async (
  packet: CheckinPacket,
  seed: Uint8Array,
): Promise<Prepared[] | undefined> => {
  const prepared: Prepared[] = []
  for (const { entry } of linesOf(packet)) {
    const key = await ticketKeyOf(entry)
    if (!key) return undefined
    const { table } = JSON.parse(entry) as GroupEntry
    const secrets = await secretsOf({ packet, seed, ticketKey: key, table })
    const message = await ticketMessage(secrets)
    const made = await blind({ key, message, ...secrets })
    if (!made.ok) return undefined
    prepared.push({ table, key, message, ...made.value })
  }
  return prepared
}

/** The tickets, each verified; undefined unless all of them are what was asked for. */
export const finishTickets = async (
  prepared: readonly Prepared[],
  blindSignatures: Readonly<Record<string, unknown>>,
): Promise<Pick<KeptTicket, 'ticket' | 'further'> | undefined> => {
  const tickets: [string, Uint8Array<ArrayBuffer>][] = []
  for (const { table, key, message, inverse } of prepared) {
    const said = blindSignatures[table]
    const blindSignature = typeof said === 'string' ? fromBase64Url(said) : undefined
    const finished = blindSignature && (await finalise({ key, message, blindSignature, inverse }))
    if (!finished?.ok) return undefined
    tickets.push([table, finished.value])
  }
  const [first, ...others] = tickets
  if (!first) return undefined
  return { ticket: first[1], ...(others.length === 0 ? {} : { further: Object.fromEntries(others) }) }
}

/** Her line in each table: that of the reporting groups first. */
export const linesOf = (packet: CheckinPacket): { entry: string }[] => [packet, ...(packet.further ?? [])]

/** The key as a line of the manifest gives it; undefined for a key that no ticket may be asked from. */
export const ticketKeyOf = async (entry: string): Promise<TicketKey | undefined> => {
  const spki = fromBase64Url((JSON.parse(entry) as GroupEntry).spki)
  const read = spki && (await readTicketKey(spki))
  return read?.ok ? read.value : undefined
}

export const secretsOf = (given: {
  packet: CheckinPacket
  seed: Uint8Array
  ticketKey: TicketKey
  table: string
}): Promise<TicketSecrets> =>
  deriveTicketSecrets({
    seed: given.seed,
    wave: given.packet.wave,
    table: given.table,
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
