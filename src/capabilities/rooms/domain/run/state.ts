import type { Place } from '../format/course.ts'
import type { Plan } from '../plan/plan.ts'
import type { Choice, Poll } from '../polls/poll.ts'
import type { Tally } from '../polls/tally.ts'

/** Seats are numbered from 1 in the order of coming. The number is all that the log knows of a person beside her name. */
export type SeatNumber = number
export type GroupNumber = number

export type Seat = {
  /** What she chose to be called; empty: nothing. */
  name: string
  profession: string
  /** Whether groups are dealt with her. A host may sit in a group, too. */
  takesPart: boolean
  presence: 'here' | 'away' | 'left' | 'removed'
  isMuted: boolean
  /** Writes along what is said aloud. */
  isCaptioner: boolean
  /** Why she was muted or removed, for her to read. */
  reason: string
  /** Duties that she would rather not have today. */
  skips: readonly string[]
  /** How often she had each duty in earlier sessions. */
  heldBefore: Readonly<Record<string, number>>
}

export type Group = {
  number: GroupNumber
  name: string
  /** In the order of turns. */
  seats: readonly SeatNumber[]
}

/** Instants are milliseconds since 1970 by the server's clock. */
export type Clock =
  | { kind: 'open' }
  | { kind: 'running'; endsAt: number; length: number }
  | { kind: 'paused'; left: number; length: number }
  /** The bell has rung, and the host decides when to go on. */
  | { kind: 'rung'; length: number }

export type At = { block: number } & Place

export type PollRun = {
  poll: Poll
  /** What really holds, after a look at how many were there when it opened. */
  secrecy: 'anonymous' | 'named'
  state: 'open' | 'closed'
  isShown: boolean
  /** Closed, and shown once: nothing more will be counted, and what was kept beside the log goes. */
  isSettled: boolean
  /** Of a named poll; of an anonymous one it stays empty for ever. */
  choices: Map<SeatNumber, Choice>
  /** Of an anonymous poll: the public key of its tickets; none until it has been made. */
  key: string | undefined
  /** Of an anonymous poll: who has had her ticket, and the mark of what was signed. It says nothing of who voted. */
  ticketed: Map<SeatNumber, string>
  /** Who had a seat when it was asked: whoever comes later, perhaps once more, gets no ticket. */
  asked: ReadonlySet<SeatNumber>
  /** Of an anonymous poll: what has left the pool, once. */
  tally: Tally | undefined
}

/**
 * Where groups could not be as wished, in plain numbers: how many pairs sit together again, whether fewer were possible,
 * and why people of one profession sit together although they were to be mixed. Never which one: everybody reads this.
 */
export type SpreadNote = {
  again: number
  isFewest: boolean
  unmixed: readonly ('too-few' | 'too-many' | 'new-people-first')[]
}

export const spreadAsWished: SpreadNote = { again: 0, isFewest: true, unmixed: [] }

/** To whom something is said: everybody, a group, a pair of it, or the hosts among themselves. */
export type Hearers =
  | { to: 'room' }
  | { to: 'hosts' }
  | { to: 'group'; group: GroupNumber; dealt: number }
  | { to: 'pair'; group: GroupNumber; dealt: number; pair: number }

/** What was said, without its words: those are kept apart, so that they can be taken away for good. */
export type Said = {
  by: SeatNumber
  hearers: Hearers
  /** Those to whom it was said: whoever comes to them later does not read it. Undefined: the room. */
  among: readonly SeatNumber[] | undefined
  at: number
  isQuestion: boolean
  isAnswered: boolean
  isRemoved: boolean
  /** Its writer lets it leave the room with the record. */
  isGiven: boolean
  upvotes: Set<SeatNumber>
  reports: Set<SeatNumber>
}

export type Takeaway = {
  by: SeatNumber
  group: GroupNumber
  /** The event that began the step in which it was written. */
  since: number
  /** Whose it is: those who sat in the group when it was written. Groups that are dealt later are other people. */
  among: readonly SeatNumber[] | 'everyone'
  /** How many they were. */
  people: number
  approvals: Set<SeatNumber>
  /** Who asked to leave it out of the record. */
  objections: Set<SeatNumber>
  isWithdrawn: boolean
}

export type Consents = {
  /** Take-aways that she would have in the record, or not. */
  approved: Readonly<Record<number, boolean>>
  /** Her own messages that she gave to the record. */
  given: readonly number[]
}

export type Run = {
  plan: Plan
  status: 'waiting' | 'running' | 'over'
  /** The number of the last event that was applied. */
  number: number
  /** Counts every change of place or clock; a press names the one that it saw, so that two presses make one step. */
  move: number
  at: At | undefined
  /** The event that brought the room to this step. */
  since: number
  turns: number
  clock: Clock
  seats: Map<SeatNumber, Seat>
  hosts: Set<SeatNumber>
  groups: readonly Group[]
  /** The event that dealt these groups: words of an earlier group are not for who sits under its number now. */
  dealt: number
  /** What each seat is in this turn: a part and duties. */
  roles: Map<SeatNumber, readonly string[]>
  /** What those who left within this turn were in it. */
  laidDown: Map<SeatNumber, readonly string[]>
  /** Who has had a turn in this part of the session. */
  hadTurn: ReadonlySet<SeatNumber>
  /** How often each seat had each duty in this session. */
  held: ReadonlyMap<SeatNumber, Readonly<Record<string, number>>>
  /** Who came while groups were at work, and sits in none yet. */
  atTheDoor: readonly SeatNumber[]
  hands: readonly SeatNumber[]
  ready: Set<SeatNumber>
  asking: Set<GroupNumber>
  /** What the one whose turn it is asked for, by group: the number of the event that holds the words. */
  asks: Map<GroupNumber, number>
  polls: Map<string, PollRun>
  said: Map<number, Said>
  /** Their numbers, in order: what is newest is found without looking at all. */
  saidInOrder: number[]
  /** Words that a host took away, by who wrote them: she reads why. */
  takenAway: Map<SeatNumber, readonly { said: number; reason: string }[]>
  takeaways: Map<number, Takeaway>
  /** What each seat agreed to, and to what it did not. */
  consents: Map<SeatNumber, Consents>
  chat: { isOpen: boolean; slowSeconds: number }
  /** What a host told everybody last in this step: for whoever was not there just then. */
  announced: string | undefined
  lastSaidAt: Map<SeatNumber, number>
  /** Why the groups that sit now could not be as wished. */
  spread: SpreadNote
  /** How often two have sat in one group, by `lower-higher`. */
  met: Map<string, number>
  /** Where the room was before the last step, for one undo. */
  before: Before | undefined
}

export type Before = {
  at: At | undefined
  turns: number
  clock: Clock
  groups: readonly Group[]
  dealt: number
  roles: Map<SeatNumber, readonly string[]>
  status: Run['status']
  atTheDoor: readonly SeatNumber[]
  hadTurn: ReadonlySet<SeatNumber>
  held: ReadonlyMap<SeatNumber, Readonly<Record<string, number>>>
  spread: SpreadNote
  /** Of these groups: what others asked for under the same numbers is not theirs to read. */
  asks: Map<GroupNumber, number>
  asking: Set<GroupNumber>
  /** The groups that the step brought, whose meetings an undo takes back. */
  met: readonly { seats: readonly SeatNumber[] }[]
}

export const emptyRun = (plan: Plan): Run => ({
  plan,
  status: 'waiting',
  number: 0,
  move: 0,
  at: undefined,
  since: 0,
  turns: 1,
  clock: { kind: 'open' },
  seats: new Map(),
  hosts: new Set(),
  groups: [],
  dealt: 0,
  roles: new Map(),
  laidDown: new Map(),
  hadTurn: new Set(),
  held: new Map(),
  atTheDoor: [],
  hands: [],
  ready: new Set(),
  asking: new Set(),
  asks: new Map(),
  polls: new Map(),
  said: new Map(),
  saidInOrder: [],
  takenAway: new Map(),
  takeaways: new Map(),
  consents: new Map(),
  chat: { isOpen: true, slowSeconds: 0 },
  announced: undefined,
  lastSaidAt: new Map(),
  spread: spreadAsWished,
  met: new Map(),
  before: undefined,
})
