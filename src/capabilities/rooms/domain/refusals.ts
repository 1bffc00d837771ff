/** Everything that a room may refuse. Each code has a sentence in messages (`refusal_` + code) and a status here. */
export type RoomRefusal =
  | { code: 'rooms/not-found' }
  | { code: 'rooms/not-allowed' }
  | { code: 'rooms/only-hosts' }
  | { code: 'rooms/over' }
  | { code: 'rooms/not-begun' }
  | { code: 'rooms/has-moved-on' }
  | { code: 'rooms/nothing-to-undo' }
  | { code: 'rooms/nothing-comes-next' }
  | { code: 'rooms/clock-does-not-run' }
  | { code: 'rooms/deal-needed' }
  | { code: 'rooms/deal-does-not-fit' }
  | { code: 'rooms/seat-unknown' }
  | { code: 'rooms/seat-left' }
  | { code: 'rooms/seat-removed' }
  | { code: 'rooms/room-full'; most: number }
  | { code: 'rooms/name-too-long'; most: number }
  | { code: 'rooms/group-unknown' }
  | { code: 'rooms/group-full'; most: number }
  | { code: 'rooms/not-in-a-group' }
  | { code: 'rooms/duty-unknown' }
  | { code: 'rooms/part-unknown' }
  | { code: 'rooms/part-taken'; most: number }
  | { code: 'rooms/turn-over' }
  | { code: 'rooms/turned-away' }
  | { code: 'rooms/muted' }
  | { code: 'rooms/not-your-turn-to-write' }
  | { code: 'rooms/chat-closed' }
  | { code: 'rooms/slow-down'; seconds: number }
  | { code: 'rooms/words-missing' }
  | { code: 'rooms/words-too-long'; most: number }
  | { code: 'rooms/message-unknown' }
  | { code: 'rooms/own-message' }
  | { code: 'rooms/poll-unknown' }
  | { code: 'rooms/poll-closed' }
  | { code: 'rooms/poll-open-already' }
  | { code: 'rooms/polls-open'; most: number }
  | { code: 'rooms/polls-enough'; most: number }
  | { code: 'rooms/vote-in-already' }
  | { code: 'rooms/vote-by-ticket' }
  | { code: 'rooms/vote-by-name' }
  | { code: 'rooms/ticket-given' }
  | { code: 'rooms/asked-before' }
  | { code: 'rooms/tickets-not-ready' }
  | { code: 'rooms/tickets-all-given' }
  | { code: 'rooms/ticket-not-valid' }
  | { code: 'rooms/votes-lost' }
  | { code: 'rooms/vote-not-readable' }
  | { code: 'rooms/answer-does-not-fit' }
  | { code: 'rooms/too-few-answers'; least: number }
  | { code: 'rooms/nothing-asked-for' }
  | { code: 'rooms/no-notes' }
  | { code: 'rooms/takeaway-unknown' }
  | { code: 'rooms/takeaways-enough' }
  | { code: 'rooms/last-host' }
  | { code: 'rooms/extension-out-of-range' }
  | { code: 'rooms/reason-missing' }
  | { code: 'rooms/too-many-tries'; minutes: number }
  | { code: 'rooms/not-open-yet' }
  | { code: 'rooms/members-only' }
  | { code: 'rooms/name-missing' }
  | { code: 'rooms/no-names-here' }
  | { code: 'rooms/press-not-readable' }
  | { code: 'rooms/too-many-presses'; seconds: number }
  | { code: 'rooms/offer-over' }
  | { code: 'rooms/plan-not-readable'; field: string }
  | { code: 'rooms/plan-empty' }
  | { code: 'rooms/plan-cannot-run'; block: string }
  | { code: 'rooms/title-missing' }
  | { code: 'rooms/open-already' }
  | { code: 'rooms/host-unknown' }
  | { code: 'rooms/follow-up-not-readable' }
  | { code: 'rooms/out-of-reach' }

/** 409: the room is elsewhere by now; 422: what was sent does not fit; 429: later. */
export const statusOf: Record<RoomRefusal['code'], number> = {
  'rooms/not-found': 404,
  'rooms/not-allowed': 404,
  'rooms/only-hosts': 403,
  'rooms/over': 409,
  'rooms/not-begun': 409,
  'rooms/has-moved-on': 409,
  'rooms/nothing-to-undo': 409,
  'rooms/nothing-comes-next': 409,
  'rooms/clock-does-not-run': 409,
  'rooms/deal-needed': 409,
  'rooms/deal-does-not-fit': 409,
  'rooms/seat-unknown': 404,
  'rooms/seat-left': 409,
  'rooms/seat-removed': 403,
  'rooms/room-full': 409,
  'rooms/name-too-long': 422,
  'rooms/group-unknown': 422,
  'rooms/group-full': 409,
  'rooms/not-in-a-group': 409,
  'rooms/duty-unknown': 422,
  'rooms/part-unknown': 422,
  'rooms/part-taken': 409,
  'rooms/turn-over': 409,
  'rooms/turned-away': 403,
  'rooms/muted': 403,
  'rooms/not-your-turn-to-write': 403,
  'rooms/chat-closed': 409,
  'rooms/slow-down': 429,
  'rooms/words-missing': 422,
  'rooms/words-too-long': 422,
  'rooms/message-unknown': 422,
  'rooms/own-message': 422,
  'rooms/poll-unknown': 422,
  'rooms/poll-closed': 409,
  'rooms/poll-open-already': 409,
  'rooms/polls-open': 409,
  'rooms/polls-enough': 409,
  'rooms/vote-in-already': 409,
  'rooms/vote-by-ticket': 409,
  'rooms/vote-by-name': 409,
  'rooms/ticket-given': 409,
  'rooms/asked-before': 409,
  'rooms/tickets-not-ready': 409,
  'rooms/tickets-all-given': 409,
  'rooms/ticket-not-valid': 422,
  'rooms/votes-lost': 409,
  'rooms/vote-not-readable': 400,
  'rooms/answer-does-not-fit': 422,
  'rooms/too-few-answers': 409,
  'rooms/nothing-asked-for': 409,
  'rooms/no-notes': 409,
  'rooms/takeaway-unknown': 422,
  'rooms/takeaways-enough': 409,
  'rooms/last-host': 409,
  'rooms/extension-out-of-range': 422,
  'rooms/reason-missing': 422,
  'rooms/too-many-tries': 429,
  'rooms/not-open-yet': 409,
  'rooms/members-only': 403,
  'rooms/name-missing': 422,
  'rooms/no-names-here': 409,
  'rooms/press-not-readable': 400,
  'rooms/too-many-presses': 429,
  'rooms/offer-over': 404,
  'rooms/plan-not-readable': 422,
  'rooms/plan-empty': 422,
  'rooms/plan-cannot-run': 422,
  'rooms/title-missing': 422,
  'rooms/open-already': 409,
  'rooms/host-unknown': 422,
  'rooms/follow-up-not-readable': 422,
  'rooms/out-of-reach': 503,
}
