import { open, SEALED_OVERHEAD } from '#packages/sealed/index.ts'
import { type Envelope, loadOpeningKeyForMany, preparerFor } from '#packages/sealed/server.ts'
import { PoolFailure } from './failure.server.ts'
import { hashTicket } from './file/format.server.ts'

/** The purpose that payloads are sealed for; what was sealed for another one does not open here. */
export const envelopeInfo = new TextEncoder().encode('kith pool 2')
const TICKET_HASH = 32

/** So many are ready in any pool, and so many at most in one where payloads come faster: what one busy moment needs. */
const AHEAD = { least: 8, most: 1024 }
/** So long without a payload before more are made ready: sealing must not take the processor from who is waiting. */
const QUIET_MS = 20
/** So long without a payload before a pool keeps the least ready again: a site may have a thousand of them. */
const REST_MS = 600_000

/** Envelopes that are ready before there is anything to put into them. Each has a key of its own, which is used once. */
export type Envelopes = {
  seal(of: { ticketHash: Buffer; payload: Buffer }): Promise<Uint8Array>
  /** Makes no more ready, and drops what is. */
  forget(): void
}

const preparer = async (sealedTo: Uint8Array) => {
  const made = await preparerFor({ recipient: sealedTo, info: envelopeInfo })
  if (!made.ok) throw new PoolFailure('not-a-pool', { detail: 'The key that it seals to is no key.' })
  return made.value
}

/** @throws RangeError when nothing can be sealed to it. */
export const checkKey = async (sealedTo: Uint8Array): Promise<void> => {
  const made = await preparerFor({ recipient: sealedTo, info: envelopeInfo })
  if (!made.ok) throw new RangeError('a pool seals to a point of P-256, 65 bytes')
}

/**
 * Seals payloads to the key of a pool. What an envelope costs, a fresh pair of keys and an agreement, is spent in quiet
 * moments and off this thread; while payloads come one after another, the store is used up first.
 */
export const envelopesFor = async (of: { sealedTo: Uint8Array; most: number }): Promise<Envelopes> => {
  const { prepare } = await preparer(of.sealedTo)
  const store: Envelope[] = []
  let wanted: number = AHEAD.least
  let filling: NodeJS.Timeout | undefined
  let resting: NodeJS.Timeout | undefined
  let isOver = false

  const fill = async (): Promise<void> => {
    filling = undefined
    while (!isOver && !filling && store.length < Math.min(wanted, of.most)) store.push(await prepare())
    if (isOver) store.length = 0
  }
  const rest = () => {
    wanted = AHEAD.least
    store.length = Math.min(store.length, wanted)
  }
  const later = () => {
    clearTimeout(filling)
    clearTimeout(resting)
    if (isOver) return
    // One that fails is made when it is needed, and then whoever waits hears of it.
    filling = setTimeout(() => void fill().catch(() => undefined), QUIET_MS).unref()
    resting = setTimeout(rest, REST_MS).unref()
  }

  later()
  return {
    seal: async ({ ticketHash, payload }) => {
      later()
      const ready = store.pop()
      if (!ready) wanted = Math.min(wanted * 2, AHEAD.most)
      const envelope = ready ?? (await prepare())
      return envelope.seal({ aad: ticketHash, plaintext: payload })
    },
    forget: () => {
      isOver = true
      later()
      store.length = 0
    },
  }
}

/** Bytes of what a sealing pool keeps of one payload: hash of its ticket, envelope. */
export const keptSizeOf = ({ payloadSize }: { payloadSize: number }): number =>
  TICKET_HASH + payloadSize + SEALED_OVERHEAD

/**
 * Reads what `readAll` of a sealing pool gave. `openKept` answers the payload, or undefined for what the key does not open;
 * `isUnder` says whether a ticket is the one under which it was kept: every ticket stands in a pool once.
 */
export const loadKeptReader = async (of: {
  mark: Uint8Array
  key: { privateKey: Uint8Array; publicKey: Uint8Array }
}) => {
  const loaded = await loadOpeningKeyForMany(of.key)
  if (!loaded.ok) throw new Error('The key of a pool cannot be read.')
  const key = loaded.value
  return {
    openKept: async (kept: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> => {
      const aad = kept.subarray(0, TICKET_HASH)
      const opened = await open({ key, info: envelopeInfo, aad, sealed: kept.subarray(TICKET_HASH) })
      return opened.ok ? opened.value : undefined
    },
    isUnder: ({ kept, ticket }: { kept: Uint8Array; ticket: Uint8Array }): boolean =>
      hashTicket({ mark: of.mark, ticket }).equals(kept.subarray(0, TICKET_HASH)),
  }
}
