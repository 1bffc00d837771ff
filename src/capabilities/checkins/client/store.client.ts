import type { ChainMemory } from '../domain/chain/memory.ts'
import type { Draft } from '../domain/draft.ts'
import type { OutboxEntry } from '../domain/outbox.ts'
import type { KeptPacket, KeptTicket } from '../domain/standing.ts'
import type { KnownHolders } from '../domain/trustees/check-trustees.ts'

/**
 * Entries are sealed to `publicKey` (65 bytes) by any page; `wrapped` is the private half, closed with AES-GCM (`iv`, 12
 * bytes) under the key that the site gives to her session only. `off`: she wants no history here.
 */
export type HistoryLock =
  | 'off'
  | {
      readonly publicKey: Uint8Array<ArrayBuffer>
      readonly iv: Uint8Array<ArrayBuffer>
      readonly wrapped: Uint8Array<ArrayBuffer>
    }

/**
 * What this browser keeps. Everything of a person stands under `organisation/member/wave`; `members` says who is signed
 * in to an organisation here, `signers` which key an organisation signed with at first sight, `chains` how far its public
 * chain went when this browser last followed it, `holders` who held the keys of its check-ins, `quiet` until when
 * ballots keep quiet (one entry, under the empty key), `devices` (under `organisation/member`) who said that this browser
 * is hers alone, `locks` (the same) what her history here is sealed to, `history` (under that and a random name) its
 * entries, which nobody reads without the key that her signed-in session gets.
 */
export type Shelves = {
  members: string
  devices: 'own'
  locks: HistoryLock
  history: Uint8Array<ArrayBuffer>
  signers: string
  holders: KnownHolders
  chains: ChainMemory
  quiet: number
  packets: KeptPacket
  tickets: KeptTicket
  drafts: Draft
  ballots: OutboxEntry
}
export type Shelf = keyof Shelves

export const shelves: readonly Shelf[] = [
  'members',
  'devices',
  'locks',
  'history',
  'signers',
  'holders',
  'chains',
  'quiet',
  'packets',
  'tickets',
  'drafts',
  'ballots',
]

export type Box = {
  get<S extends Shelf>(shelf: S, key: string): Promise<Shelves[S] | undefined>
  put<S extends Shelf>(shelf: S, key: string, value: Shelves[S]): Promise<void>
  remove(shelf: Shelf, key: string): Promise<void>
  all<S extends Shelf>(shelf: S): Promise<{ key: string; value: Shelves[S] }[]>
}

export type Store = {
  /** False where nothing outlives the open page. */
  readonly isLasting: boolean
  /**
   * One transaction over everything: nobody writes in between, and it is on disk when this resolves. `work` may wait
   * for nothing but the box, or the browser ends the transaction under it.
   */
  change<T>(work: (box: Box) => Promise<T>): Promise<T>
}
