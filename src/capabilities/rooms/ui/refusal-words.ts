import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import type { RoomRefusal } from '../domain/refusals.ts'

type Sentences = {
  [C in RoomRefusal['code']]: (refusal: Extract<RoomRefusal, { code: C }>) => string
}

const count = (value: number) => number({ value, locale: getLocale() })

const sentences: Sentences = {
  'rooms/not-found': () => m.refusal_rooms_not_found(),
  'rooms/not-allowed': () => m.refusal_rooms_not_allowed(),
  'rooms/only-hosts': () => m.refusal_rooms_only_hosts(),
  'rooms/over': () => m.refusal_rooms_over(),
  'rooms/not-begun': () => m.refusal_rooms_not_begun(),
  'rooms/has-moved-on': () => m.refusal_rooms_has_moved_on(),
  'rooms/nothing-to-undo': () => m.refusal_rooms_nothing_to_undo(),
  'rooms/nothing-comes-next': () => m.refusal_rooms_nothing_comes_next(),
  'rooms/clock-does-not-run': () => m.refusal_rooms_clock_does_not_run(),
  'rooms/deal-needed': () => m.refusal_rooms_deal_needed(),
  'rooms/deal-does-not-fit': () => m.refusal_rooms_deal_does_not_fit(),
  'rooms/seat-unknown': () => m.refusal_rooms_seat_unknown(),
  'rooms/seat-left': () => m.refusal_rooms_seat_left(),
  'rooms/seat-removed': () => m.refusal_rooms_seat_removed(),
  'rooms/room-full': ({ most }) => m.refusal_rooms_room_full({ most: count(most) }),
  'rooms/name-too-long': ({ most }) => m.refusal_rooms_name_too_long({ most: count(most) }),
  'rooms/group-unknown': () => m.refusal_rooms_group_unknown(),
  'rooms/group-full': () => m.refusal_rooms_group_full(),
  'rooms/not-in-a-group': () => m.refusal_rooms_not_in_a_group(),
  'rooms/duty-unknown': () => m.refusal_rooms_duty_unknown(),
  'rooms/part-unknown': () => m.refusal_rooms_part_unknown(),
  'rooms/part-taken': () => m.refusal_rooms_part_taken(),
  'rooms/turn-over': () => m.refusal_rooms_turn_over(),
  'rooms/turned-away': () => m.refusal_rooms_turned_away(),
  'rooms/muted': () => m.refusal_rooms_muted(),
  'rooms/not-your-turn-to-write': () => m.refusal_rooms_not_your_turn_to_write(),
  'rooms/chat-closed': () => m.refusal_rooms_chat_closed(),
  'rooms/slow-down': ({ seconds }) => m.refusal_rooms_slow_down({ seconds }),
  'rooms/words-missing': () => m.refusal_rooms_words_missing(),
  'rooms/words-too-long': ({ most }) => m.refusal_rooms_words_too_long({ most: count(most) }),
  'rooms/message-unknown': () => m.refusal_rooms_message_unknown(),
  'rooms/own-message': () => m.refusal_rooms_own_message(),
  'rooms/poll-unknown': () => m.refusal_rooms_poll_unknown(),
  'rooms/poll-closed': () => m.refusal_rooms_poll_closed(),
  'rooms/poll-open-already': () => m.refusal_rooms_poll_open_already(),
  'rooms/vote-in-already': () => m.refusal_rooms_vote_in_already(),
  'rooms/vote-by-ticket': () => m.refusal_rooms_vote_by_ticket(),
  'rooms/vote-by-name': () => m.refusal_rooms_vote_by_name(),
  'rooms/asked-before': () => m.refusal_rooms_asked_before(),
  'rooms/ticket-given': () => m.refusal_rooms_ticket_given(),
  'rooms/tickets-not-ready': () => m.refusal_rooms_tickets_not_ready(),
  'rooms/tickets-all-given': () => m.refusal_rooms_tickets_all_given(),
  'rooms/ticket-not-valid': () => m.refusal_rooms_ticket_not_valid(),
  'rooms/votes-lost': () => m.refusal_rooms_votes_lost(),
  'rooms/vote-not-readable': () => m.refusal_rooms_vote_not_readable(),
  'rooms/answer-does-not-fit': () => m.refusal_rooms_answer_does_not_fit(),
  'rooms/too-few-answers': ({ least }) => m.refusal_rooms_too_few_answers({ least: count(least) }),
  'rooms/nothing-asked-for': () => m.refusal_rooms_nothing_asked_for(),
  'rooms/no-notes': () => m.refusal_rooms_no_notes(),
  'rooms/takeaway-unknown': () => m.refusal_rooms_takeaway_unknown(),
  'rooms/takeaways-enough': () => m.refusal_rooms_takeaways_enough(),
  'rooms/last-host': () => m.refusal_rooms_last_host(),
  'rooms/extension-out-of-range': () => m.refusal_rooms_extension_out_of_range(),
  'rooms/reason-missing': () => m.refusal_rooms_reason_missing(),
  'rooms/too-many-tries': ({ minutes }) => m.refusal_rooms_too_many_tries({ minutes }),
  'rooms/not-open-yet': () => m.refusal_rooms_not_open_yet(),
  'rooms/members-only': () => m.refusal_rooms_members_only(),
  'rooms/name-missing': () => m.refusal_rooms_name_missing(),
  'rooms/no-names-here': () => m.refusal_rooms_no_names_here(),
  'rooms/press-not-readable': () => m.refusal_rooms_press_not_readable(),
  'rooms/too-many-presses': ({ seconds }) => m.refusal_rooms_too_many_presses({ seconds }),
  'rooms/offer-over': () => m.refusal_rooms_offer_over(),
  'rooms/plan-not-readable': ({ field }) => m.refusal_rooms_plan_not_readable({ field }),
  'rooms/plan-empty': () => m.refusal_rooms_plan_empty(),
  'rooms/plan-cannot-run': ({ block }) => m.refusal_rooms_plan_cannot_run({ block }),
  'rooms/title-missing': () => m.refusal_rooms_title_missing(),
  'rooms/open-already': () => m.refusal_rooms_open_already(),
  'rooms/host-unknown': () => m.refusal_rooms_host_unknown(),
  'rooms/follow-up-not-readable': () => m.refusal_rooms_follow_up_not_readable(),
  'rooms/out-of-reach': () => m.refusal_rooms_out_of_reach(),
}

/** What is in the way, in a sentence that says what to do. */
export const refusalWords = <C extends RoomRefusal['code']>(
  refusal: Extract<RoomRefusal, { code: C }>,
): string => (sentences[refusal.code as C] as (refusal: RoomRefusal) => string)(refusal)
