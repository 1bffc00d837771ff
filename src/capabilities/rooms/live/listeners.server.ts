import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SeatNumber } from '../domain/run/state.ts'

/** Somebody's open page: one of the streams of a seat. */
export type Listener = {
  seat: SeatNumber
  send(text: string): void
  /** Bytes that have not left yet. */
  backlog(): number
  hangUp(): void
}

/** How many are looked at before the process looks after others, also where there is nothing for them. */
const AT_ONCE = 500
/** Who is this far behind is let go: a new stream begins with all that is true, in a few kilobytes. */
const MOST_BACKLOG = 256 * 1024

type TextFor = (seat: SeatNumber) => string | undefined

/** Everybody who has a page of one room open. */
export const openListeners = () => {
  const all = new Set<Listener>()
  const bySeat = new Map<SeatNumber, Set<Listener>>()
  let sending: Promise<void> = Promise.resolve()

  const remove = (listener: Listener) => {
    all.delete(listener)
    const others = bySeat.get(listener.seat)
    others?.delete(listener)
    if (others?.size === 0) bySeat.delete(listener.seat)
  }

  const send = (listener: Listener, text: string) => {
    if (listener.backlog() <= MOST_BACKLOG) return listener.send(text)
    remove(listener)
    listener.hangUp()
  }

  const listenersOf = (seats: ReadonlySet<SeatNumber> | undefined): Listener[] =>
    seats ? [...seats].flatMap((seat) => [...(bySeat.get(seat) ?? [])]) : [...all]

  const sendAll = async (textFor: TextFor, seats: ReadonlySet<SeatNumber> | undefined) => {
    let looked = 0
    for (const listener of listenersOf(seats)) {
      if (!all.has(listener)) continue
      const text = textFor(listener.seat)
      if (text !== undefined) send(listener, text)
      looked += 1
      if (looked % AT_ONCE === 0) await nextTurn()
    }
  }

  return {
    add: (listener: Listener): void => {
      all.add(listener)
      const others = bySeat.get(listener.seat) ?? new Set()
      bySeat.set(listener.seat, others.add(listener))
    },
    remove,
    isListening: (seat: SeatNumber): boolean => bySeat.has(seat),
    count: (): number => all.size,
    /** To one seat, on each of its pages. */
    tell: (seat: SeatNumber, text: string): void => {
      for (const listener of bySeat.get(seat) ?? []) send(listener, text)
    },
    /**
     * To everybody for whom there is something, or to those of `seats` alone; one message after another, so that none
     * overtakes another.
     */
    tellAll: (textFor: TextFor, seats?: ReadonlySet<SeatNumber>): Promise<void> => {
      sending = sending.then(() => sendAll(textFor, seats))
      return sending
    },
    /** A seat that has no place here any more: its pages are told what was on its way, and then nothing. */
    letGo: (seat: SeatNumber): void => {
      sending = sending.then(() => {
        for (const listener of bySeat.get(seat) ?? []) {
          all.delete(listener)
          listener.hangUp()
        }
        bySeat.delete(seat)
      })
    },
    hangUpAll: (): void => {
      for (const listener of all) listener.hangUp()
      all.clear()
      bySeat.clear()
    },
  }
}

export type Listeners = ReturnType<typeof openListeners>
