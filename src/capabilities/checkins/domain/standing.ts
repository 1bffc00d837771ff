import type { PacketRefusal } from './check-packet.ts'
import type { Draft } from './draft.ts'
import { leavesAt, type OutboxEntry } from './outbox.ts'
import type { CheckinPacket } from './packet.ts'
import type { Holder } from './trustees/check-trustees.ts'

/** What this browser keeps of its tickets, all from one seed. They go once the ballots are received. */
export type KeptTicket = {
  readonly manifestHash: string
  readonly state: 'asking' | 'held' | 'elsewhere' | 'used'
  readonly seed?: Uint8Array<ArrayBuffer>
  readonly ticket?: Uint8Array<ArrayBuffer>
  /** Those of further tables, by table; left out where the wave has none. */
  readonly further?: Readonly<Record<string, Uint8Array<ArrayBuffer>>>
  /** The newest entry of the public chain when the ticket came: a later count must have it. */
  readonly heldSince?: number
  /** The reporting group from whose key it came. */
  readonly group?: string
}

export type KeptPacket = {
  readonly packet: CheckinPacket
  readonly hash: string
  readonly trouble?: PacketRefusal
  /** Who held the key of the check-in before, where that was somebody else. */
  readonly heldBefore?: readonly Holder[]
}

/** All that is known here about one check-in of one member. */
export type Known = {
  readonly kept: KeptPacket | undefined
  readonly ticket: KeptTicket | undefined
  readonly draft: Draft | undefined
  readonly entry: OutboxEntry | undefined
  /** Her other ballots of this check-in, one for each further table. */
  readonly others: readonly OutboxEntry[]
  /** Until when ballots keep quiet on this device. */
  readonly quietUntil: number
}

export const nothingKnown: Known = {
  kept: undefined,
  ticket: undefined,
  draft: undefined,
  entry: undefined,
  others: [],
  quietUntil: 0,
}

export type Standing =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'trouble'; readonly code: PacketRefusal }
  | { readonly kind: 'announced' }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ready'; readonly isBegun: boolean }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'waiting'; readonly before: number; readonly hasFailed: boolean }
  /** `partly`: some of her ballots were received in time and others were not. */
  | { readonly kind: 'received' | 'too-late' | 'cancelled' | 'refused' | 'partly' }

/**
 * Where a check-in stands for the person at this browser. What became of a ballot is the collector's word, never the
 * clock's; the clock is asked only whether a wave that was announced may have opened since, and never closes one.
 */
export const standingOf = (known: Known, now: number): Standing => {
  const { kept, ticket, draft, entry } = known
  const sent = entry ? [entry, ...known.others] : []
  const waiting = sent.filter((one) => one.state === 'waiting')
  if (waiting.length > 0) {
    const leaves = waiting.map((one) =>
      Math.max(one.before, leavesAt({ entry: one, quietUntil: known.quietUntil })),
    )
    return {
      kind: 'waiting',
      before: Math.max(...leaves),
      hasFailed: waiting.some((one) => one.attempts > 0),
    }
  }
  if (entry) return { kind: outcomeOf(sent.map(({ state }) => state)) }
  if (!kept) return { kind: 'unknown' }
  if (kept.trouble) return { kind: 'trouble', code: kept.trouble }
  if (ticket?.state === 'elsewhere') return { kind: 'elsewhere' }
  if (ticket?.state === 'used') return { kind: 'received' }
  if (kept.packet.state === 'announced' && now < Date.parse(kept.packet.opensAt)) return { kind: 'announced' }
  if (ticket?.state !== 'held') return { kind: 'preparing' }
  const isBegun = draft !== undefined && (draft.at > 0 || Object.keys(draft.answers).length > 0)
  return { kind: 'ready', isBegun }
}

/** Received means all of them. One that may be tried again comes before what is final. */
const outcomeOf = (
  states: readonly OutboxEntry['state'][],
): 'received' | 'too-late' | 'cancelled' | 'refused' | 'partly' => {
  const [first] = states
  if (states.includes('refused')) return 'refused'
  if (states.includes('cancelled')) return 'cancelled'
  if (states.every((state) => state === first)) return first === 'too-late' ? 'too-late' : 'received'
  return 'partly'
}
