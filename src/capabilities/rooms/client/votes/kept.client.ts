import type { Choice } from '../../domain/polls/poll.ts'

/** How an anonymous poll stands on this device. A choice is fixed once it is made: it may have left already. */
export type Kept =
  | { state: 'asking'; seed: string; choice?: Choice | undefined }
  | { state: 'held'; seed: string; key: string; ticket: string; choice?: Choice | undefined }
  | { state: 'received' | 'received-before' | 'came-late' | 'elsewhere' | 'no-ticket' | 'asked-before' }

export type KeptVotes = {
  get(poll: string): Kept | undefined
  put(poll: string, kept: Kept): void
  /** The room is over: nothing of it stays on the device. */
  forget(poll: string): void
}

export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What a device keeps of anonymous polls until each vote has arrived: the seed of the ticket is there before anything is
 * asked for, so that every try, from any tab and after a reload, asks with the same bytes. Where a browser keeps nothing,
 * the page's memory does.
 */
export const keepVotes = (on: {
  code: string
  /** Two people who share a browser have two seats. */
  seat(): number | undefined
  shelf: Shelf | undefined
}): KeptVotes => {
  const memory = new Map<string, Kept>()
  const nameOf = (poll: string) => `kith-vote-${on.code}-${on.seat() ?? 0}-${poll}`
  return {
    get: (poll) => {
      try {
        const text = on.shelf?.getItem(nameOf(poll))
        return text ? (JSON.parse(text) as Kept) : memory.get(poll)
      } catch {
        return memory.get(poll)
      }
    },
    put: (poll, kept) => {
      memory.set(poll, kept)
      try {
        on.shelf?.setItem(nameOf(poll), JSON.stringify(kept))
      } catch {
        // A full or forbidden shelf: memory has it.
      }
    },
    forget: (poll) => {
      memory.delete(poll)
      try {
        on.shelf?.removeItem(nameOf(poll))
      } catch {
        // Nothing was kept there.
      }
    },
  }
}
