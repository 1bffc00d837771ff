import type { BallotAnswer } from './refusals.ts'

const minute = 60_000

/** Nobody can match the moment of pressing Send to a ballot that leaves at a random moment within this time. */
export const longestWait = 15 * minute
/** A ballot keeps this far from any request that says who somebody is; how far exactly is drawn each time. */
export const quiet = { least: 2 * minute, most: 4 * minute } as const
const backoff = { first: minute / 2, most: 30 * minute } as const

/** A ballot on its way. `bytes` never change: what is sent again is what was sent before. Times in ms since 1970. */
export type WaitingBallot = {
  readonly state: 'waiting'
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly collector: string
  /** What the page says: it leaves before this. */
  readonly before: number
  readonly sendAfter: number
  /** Not again before this, after an attempt that got no answer. */
  readonly notBefore: number
  readonly attempts: number
  /** The person chose to send at once. */
  readonly isHurried: boolean
}

export type FinalBallot =
  | { readonly state: 'received' }
  | { readonly state: 'too-late' }
  | { readonly state: 'cancelled' }

export type RefusedBallot = {
  readonly state: 'refused'
  readonly code: BallotAnswer
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly collector: string
}

export type OutboxEntry = WaitingBallot | RefusedBallot | FinalBallot

/** `random` is uniform in [0, 1), as everywhere here. */
type Chance = { readonly now: number; readonly random: number }

/** Puts a ballot in the outbox; it leaves at a random moment of the next 15 minutes. */
export const placeBallot = (
  given: Chance & { bytes: Uint8Array<ArrayBuffer>; collector: string },
): WaitingBallot => ({
  state: 'waiting',
  bytes: given.bytes,
  collector: given.collector,
  before: given.now + longestWait,
  sendAfter: given.now + given.random * longestWait,
  notBefore: 0,
  attempts: 0,
  isHurried: false,
})

/** Until when ballots keep quiet after a request with a session. */
export const quietAfter = ({ now, random }: Chance): number =>
  now + quiet.least + random * (quiet.most - quiet.least)

/** A time that lies further ahead than it ever could was written by a clock that has since been set back. */
const within = (at: number, longest: number, now: number): number => (at > now + longest ? now + longest : at)

export const withinQuiet = (given: { quietUntil: number; now: number }): number =>
  within(given.quietUntil, quiet.most, given.now)

/** The same ballot with times that this clock can reach. Must be kept, or a clock set back would hold it for ever. */
export const withinReach = (entry: WaitingBallot, now: number): WaitingBallot => ({
  ...entry,
  before: within(entry.before, longestWait, now),
  sendAfter: within(entry.sendAfter, longestWait, now),
  notBefore: within(entry.notBefore, backoff.most * 2, now),
})

/** When a ballot may leave. Choosing to send at once skips the waits for privacy, not the pause after a failure. */
export const leavesAt = (given: { entry: WaitingBallot; quietUntil: number }): number =>
  given.entry.isHurried
    ? given.entry.notBefore
    : Math.max(given.entry.sendAfter, given.entry.notBefore, given.quietUntil)

/** At least so far behind another ballot of the same browser; how far exactly is drawn each time. */
export const apart = { least: 2 * minute, most: longestWait } as const

/**
 * Ballots of one check-in leave one after the other too, but soon: a page is seldom open for long, and each answer that
 * is left behind is lost to one table and not to another.
 */
export const apartWithin = { least: 2_000, most: 20_000 } as const

/** A ballot that waits while another leaves: it leaves later, and says so. */
export const putOff = (
  given: Chance & { entry: WaitingBallot; isOfSameCheckin?: boolean },
): WaitingBallot => {
  const { entry, now, random } = given
  const apartBy = given.isOfSameCheckin ? apartWithin : apart
  if (entry.isHurried) return entry
  const sendAfter = Math.max(entry.sendAfter, now + apartBy.least + random * (apartBy.most - apartBy.least))
  return { ...entry, sendAfter, before: Math.max(entry.before, sendAfter) }
}

export const hurry = (entry: WaitingBallot): WaitingBallot => ({ ...entry, isHurried: true, notBefore: 0 })

/** A refused ballot may be tried again, with the same bytes. */
export const tryAgain = (given: { entry: RefusedBallot; now: number }): WaitingBallot => ({
  ...placeBallot({ ...given.entry, now: given.now, random: 0 }),
  isHurried: true,
})

/**
 * What an attempt makes of a ballot. Only the collector's own word settles anything: no network, a page of the hotel's
 * wireless or a proxy's error all leave it waiting.
 */
export const answered = (
  given: Chance & { entry: WaitingBallot; answer: BallotAnswer | 'no-answer' },
): OutboxEntry => {
  const { entry, answer } = given
  switch (answer) {
    case 'received':
      return { state: 'received' }
    case 'ballot/came-too-late':
      return { state: 'too-late' }
    case 'ballot/wave-cancelled':
      return { state: 'cancelled' }
    case 'ballot/not-readable':
    case 'ballot/ticket-not-valid':
    case 'ballot/ticket-spent':
      return { state: 'refused', code: answer, bytes: entry.bytes, collector: entry.collector }
    default: {
      const pause = Math.min(backoff.first * 2 ** Math.min(entry.attempts, 10), backoff.most)
      const attempts = entry.attempts + 1
      return { ...entry, attempts, notBefore: given.now + pause * (1 + given.random) }
    }
  }
}
