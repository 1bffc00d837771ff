import { apply } from './apply/apply.ts'
import type { RoomEvent } from './events.ts'
import { groupOf, isOnStage } from './place.ts'
import type { GroupNumber, Hearers, Run, SeatNumber } from './state.ts'

/**
 * A part of what people see that an event may have changed. Parts are sent whole, so it does no harm if one is lost,
 * doubled or overtaken: the newest is the truth. Those of one moment are gathered, and each is sent once.
 */
export type Touched =
  | { part: 'room' }
  | { part: 'people' }
  | { part: 'group'; group: GroupNumber }
  | { part: 'mine'; seat: SeatNumber }
  /** Groups were dealt: everybody's own seat and group. */
  | { part: 'everyone' }
  | { part: 'poll'; poll: string }
  | { part: 'said'; said: number; hearers: Hearers }
  | { part: 'takeaway'; takeaway: number }
  | { part: 'announced'; words: string }
  /** What only hosts see: the door, hands, groups, who waits, how many have voted. */
  | { part: 'desk' }

/** Applies an event, and says what to send. */
export const step = (run: Run, event: RoomEvent): Touched[] => {
  // Whoever leaves a group is missed by those whom she left.
  const before = 'seat' in event ? aroundSeat(run, event.seat) : []
  apply(run, event)
  const after = 'seat' in event ? onStage(run, event.seat) : []
  return [...before, ...touchedBy(run, event), ...after]
}

const touchedBy = (run: Run, event: RoomEvent): Touched[] => {
  switch (event.kind) {
    case 'moved':
    case 'undone':
      return [{ part: 'room' }, { part: 'everyone' }, { part: 'desk' }]
    case 'clock-set':
    case 'chat-set':
    case 'ended':
      return [{ part: 'room' }, { part: 'desk' }]
    case 'sat':
    case 'presence-changed':
    case 'removed':
      return [...aroundHer(run, event.seat), { part: 'people' }]
    case 'took-part':
    case 'renamed':
    case 'muted':
    case 'captioner-named':
    case 'host-named':
    case 'hand-changed':
    case 'ready-changed':
    case 'role-changed':
    case 'placed':
    case 'duties-skipped':
      return aroundHer(run, event.seat)
    case 'help-asked':
      return [{ part: 'desk' }]
    case 'asked':
      return [{ part: 'group', group: event.group }]
    case 'poll-opened':
      return [{ part: 'poll', poll: event.poll.id }, { part: 'desk' }]
    case 'poll-keyed':
    case 'poll-closed':
    case 'poll-shown':
    case 'counted':
      return [{ part: 'poll', poll: event.poll }, { part: 'desk' }]
    case 'voted':
      return [
        { part: 'mine', seat: event.seat },
        ...(run.polls.get(event.poll)?.isShown ? [{ part: 'poll' as const, poll: event.poll }] : []),
        { part: 'desk' },
      ]
    case 'ticketed':
      return [{ part: 'mine', seat: event.seat }]
    case 'said':
      return [{ part: 'said', said: run.number, hearers: event.hearers }]
    case 'upvoted':
    case 'answered':
      return wordsOf(run, event.said)
    case 'taken-away': {
      const by = run.said.get(event.said)?.by
      return [...wordsOf(run, event.said), ...(by === undefined ? [] : [{ part: 'mine' as const, seat: by }])]
    }
    case 'given':
      return mineOf(run, event.said)
    case 'reported':
      return [{ part: 'desk' }]
    case 'noted':
      return [
        { part: 'takeaway', takeaway: run.number },
        { part: 'mine', seat: event.by },
      ]
    case 'approved':
      return [
        { part: 'takeaway', takeaway: event.takeaway },
        { part: 'mine', seat: event.seat },
      ]
    case 'withdrawn':
      return [{ part: 'takeaway', takeaway: event.takeaway }]
    case 'announced':
      return [{ part: 'announced', words: event.words }]
  }
}

/** Nobody else is told to what she consents. */
const mineOf = (run: Run, number: number): Touched[] => {
  const by = run.said.get(number)?.by
  return by === undefined ? [] : [{ part: 'mine', seat: by }]
}

const wordsOf = (run: Run, said: number): Touched[] => {
  const hearers = run.said.get(said)?.hearers
  return hearers ? [{ part: 'said', said, hearers }] : []
}

const aroundHer = (run: Run, seat: SeatNumber): Touched[] => [
  { part: 'mine', seat },
  ...groupAround(run, seat),
  { part: 'desk' },
]

const aroundSeat = (run: Run, seat: SeatNumber): Touched[] => [
  ...groupAround(run, seat),
  ...onStage(run, seat),
]

/** Everybody sees who sits in front of them. */
const onStage = (run: Run, seat: SeatNumber): Touched[] => (isOnStage(run, seat) ? [{ part: 'room' }] : [])

const groupAround = (run: Run, seat: SeatNumber): Touched[] => {
  const group = groupOf(run, seat)
  return group ? [{ part: 'group', group: group.number }] : []
}
