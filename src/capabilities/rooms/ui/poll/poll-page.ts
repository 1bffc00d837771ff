import type { Naming } from '../../domain/room.ts'

/** What a poll's answering page needs of the room's page. */
export type PollPage = {
  code: string
  organisation: { slug: string }
  settings: { naming: Naming }
  language: string
}
