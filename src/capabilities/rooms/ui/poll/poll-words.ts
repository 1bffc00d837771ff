import { m } from '#messages'
import type { Standing } from '../../client/votes/votes.client.ts'
import type { PollKind } from '../../domain/polls/poll.ts'
import type { Naming } from '../../domain/room.ts'

/** What a poll's answering page needs of the room's page. */
export type PollPage = {
  code: string
  organisation: { slug: string }
  settings: { naming: Naming }
  language: string
}

export const standingWords: Record<Exclude<Standing, 'may-choose'>, () => string> = {
  'waits-for-ticket': m.poll_ticket_waits,
  leaving: m.poll_leaving,
  received: m.poll_received,
  'received-before': m.poll_received_before,
  'came-late': m.poll_came_late,
  elsewhere: m.poll_ticket_elsewhere,
  'no-ticket': m.poll_no_ticket,
  'asked-before': m.refusal_rooms_asked_before,
}

export const kindWords: Record<PollKind, () => string> = {
  single: m.poll_kind_single,
  several: m.poll_kind_several,
  scale: m.poll_kind_scale,
  ranking: m.poll_kind_ranking,
  words: m.poll_kind_words,
  text: m.poll_kind_text,
  'self-check': m.poll_kind_self_check,
}
