import type { PacketRefusal } from './check-packet.ts'
import type { Draft } from './draft.ts'
import { leavesAt, type OutboxEntry } from './outbox.ts'
import type { CheckinPacket } from './packet.ts'
import type { Holder } from './trustees/check-trustees.ts'

/** What this browser keeps of a ticket. The seed and the ticket go once the ballot is received. */
export type KeptTicket = {
  readonly manifestHash: string
  readonly state: 'asking' | 'held' | 'elsewhere' | 'used'
  readonly seed?: Uint8Array<ArrayBuffer>
  readonly ticket?: Uint8Array<ArrayBuffer>
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
  /** Until when ballots keep quiet on this device. */
  readonly quietUntil: number
}

export const nothingKnown: Known = {
  kept: undefined,
  ticket: undefined,
  draft: undefined,
  entry: undefined,
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
  | { readonly kind: 'received' | 'too-late' | 'cancelled' | 'refused' }

/**
 * Where a check-in stands for the person at this browser. What became of a ballot is the collector's word, never the
 * clock's; the clock is asked only whether a wave that was announced may have opened since, and never closes one.
 */
export const standingOf = (known: Known, now: number): Standing => {
  const { kept, ticket, draft, entry } = known
  if (entry?.state === 'waiting') {
    const before = Math.max(entry.before, leavesAt({ entry, quietUntil: known.quietUntil }))
    return { kind: 'waiting', before, hasFailed: entry.attempts > 0 }
  }
  if (entry) return { kind: entry.state }
  if (!kept) return { kind: 'unknown' }
  if (kept.trouble) return { kind: 'trouble', code: kept.trouble }
  if (ticket?.state === 'elsewhere') return { kind: 'elsewhere' }
  if (ticket?.state === 'used') return { kind: 'received' }
  if (kept.packet.state === 'announced' && now < Date.parse(kept.packet.opensAt)) return { kind: 'announced' }
  if (ticket?.state !== 'held') return { kind: 'preparing' }
  const isBegun = draft !== undefined && (draft.at > 0 || Object.keys(draft.answers).length > 0)
  return { kind: 'ready', isBegun }
}
