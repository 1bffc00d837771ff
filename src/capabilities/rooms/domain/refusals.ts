/** Everything that a room may refuse. Each code has a sentence in messages (`refusal_` + code) and a status. */
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
  | { code: 'rooms/vote-in-already' }
  | { code: 'rooms/vote-by-ticket' }
  | { code: 'rooms/vote-by-name' }
  | { code: 'rooms/ticket-given' }
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
  | { code: 'rooms/last-host' }
  | { code: 'rooms/extension-out-of-range' }
  | { code: 'rooms/reason-missing' }
