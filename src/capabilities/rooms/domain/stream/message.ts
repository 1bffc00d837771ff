import type { DeskPart } from '../run/desk.ts'
import type { Hearers, SeatNumber } from '../run/state.ts'
import type { GroupPart, MyPart, PollPart, RoomPart } from '../run/view.ts'
import type { Sign } from './passing.ts'

/** A message as a page shows it. `words` are missing where it was taken away. */
export type SaidPart = {
  said: number
  by: SeatNumber
  name: string
  words: string | undefined
  /** When, in milliseconds since 1970 by the server's clock. */
  at: number
  isQuestion: boolean
  isAnswered: boolean
  upvotes: number
  to: Hearers['to']
}

export type TakeawayPart = {
  takeaway: number
  by: SeatNumber
  words: string | undefined
  approvals: number
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
}
