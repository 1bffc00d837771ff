import type { Plan } from './plan/plan.ts'
import type { RoomSettings } from './room.ts'

/** What a page of a room is made from beside what its stream says. */
export type RoomPage = {
  code: string
  title: string
  organisation: { name: string; slug: string }
  settings: RoomSettings
  /** In the language of whoever reads, and in no other. */
  plan: Plan
  language: string
  after?: RoomAfter | undefined
}

/** Of a room that is over: what follows, and where its record is for whoever came signed in. */
export type RoomAfter = {
  followUp: { on: string; words: string } | undefined
  record: string | undefined
}

/** What somebody with a code is told before she takes a seat. */
export type RoomAtTheDoor = RoomPage & {
  state: 'planned' | 'open'
  plannedFor: Date | null
  /** The clock that its house goes by. */
  zone: string
  /** The day on which words go if it ended today. */
  wordsGoOn: string
  /** Where members enter, when the door is for members alone. */
  enterAt: string | undefined
}
