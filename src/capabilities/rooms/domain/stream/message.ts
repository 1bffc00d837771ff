import type { DeskPart } from '../run/desk.ts'
import type { GroupNumber, Hearers, SeatNumber } from '../run/state.ts'
import type { GroupPart, MyPart, PollPart, RoomPart } from '../run/view.ts'
import type { Sign } from './passing.ts'

/** A message as a page shows it. */
export type SaidPart = {
  said: number
  by: SeatNumber
  name: string
  /** Missing where it was taken away, and in news of an old message: then a page keeps those that it has. */
  words?: string | undefined
  isRemoved?: true | undefined
  /** When, in milliseconds since 1970 by the server's clock. */
  at: number
  isQuestion: boolean
  isAnswered: boolean
  upvotes: number
  to: Hearers['to']
}

/** A take-away, as those see it whose it is; a group's is sent to nobody else. `words` are missing where it was withdrawn. */
export type TakeawayPart = {
  takeaway: number
  by: SeatNumber
  /** 0: the whole room. */
  group: GroupNumber
  words: string | undefined
  approvals: number
  /** How many must say yes before it goes into the record. */
  needs: number
  /** How many ask to leave it out; with one of them it stays out. */
  objections: number
}

/** What a stream carries: the number of the newest event, the server's clock, and whichever parts have changed, whole. */
export type StreamMessage = {
  n: number
  now: number
  room?: RoomPart
  /** How many have a seat and have not left. */
  people?: number
  mine?: MyPart
  group?: GroupPart | null
  polls?: readonly PollPart[]
  said?: readonly SaidPart[]
  takeaways?: readonly TakeawayPart[]
  announced?: string
  /** Lines of what is said aloud, written along by a person; heard now or never. */
  captions?: readonly string[]
  /** How many showed a sign in the last moment; heard now or never. */
  signs?: Partial<Record<Sign, number>>
  desk?: DeskPart
  /** All words are gone: what a page still shows of them goes, too. */
  forgotten?: true
}
