import type { MemberId, OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Plan } from './plan/plan.ts'

/** How people are called in a room. `nothing`: seats have no names, only marks. */
export const namings = ['name', 'pseudonym', 'nothing'] as const
export type Naming = (typeof namings)[number]

/** What the host decides beforehand, and everybody reads before coming in. */
export type RoomSettings = {
  naming: Naming
  /** Who may come: members who are signed in, or anybody who has the code. */
  door: 'members' | 'code'
  /** For how many days words stay after the end; 0: they go when the room closes. */
  keepsWordsDays: number
  /** The meeting tool that the organisation uses, if any. */
  link?: string | undefined
  /** Somebody writes along what is said aloud. */
  hasCaptions: boolean
  /** Practice: alone, with simulated people; nothing of it is kept. */
  isPractice: boolean
}

export type Room = {
  organisation: OrganisationId
  id: RoomId
  title: string
  code: string
  state: 'planned' | 'open' | 'over'
  plan: Plan
  settings: RoomSettings
  seed: string
  plannedFor: Date | null
  openedAt: Date | null
  overAt: Date | null
  /** A day, 2026-11-30. */
  keptUntil: string | null
  createdBy: MemberId
}

/** The day on which the words of a room that ends at `end` go, by the calendar of its house. */
export const keepUntil = (
  end: Date,
  of: { zone: string; settings: Pick<RoomSettings, 'keepsWordsDays'> },
): string => {
  const at = new Date(end.getTime() + of.settings.keepsWordsDays * 86_400_000)
  const day = { timeZone: of.zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-CA', day).format(at)
}
