import type { Plan } from './plan/plan.ts'
import type { RoomSettings } from './room.ts'

/** What a page is told once of its room: the plan in one language, and what was said beforehand. */
export type RoomPage = {
  code: string
  title: string
  organisation: { name: string; slug: string }
  settings: RoomSettings
  plan: Plan
  language: string
}
