import type { Choice, Poll } from '../polls/poll.ts'
import type { Tally } from '../polls/tally.ts'
import type { At, Clock, GroupNumber, Hearers, SeatNumber, SpreadNote } from './state.ts'

/** Roles of a turn, by seat. They stand in the event, so that a log means the same under any later way of dealing. */
export type DealtRoles = Readonly<Record<SeatNumber, readonly string[]>>
export type DealtGroup = { name: string; seats: readonly SeatNumber[] }

/**
 * All that happens in a room. The log holds exactly these, numbered from 1 without gaps; folding them gives the room.
 * Words that people write are not among them: `said`, `asked` and `noted` name their own number, under which the words
 * are kept apart. Old logs open for ever: a kind is never changed, only new ones are added. `when` is in
 * milliseconds since 1970: of coming, going and steps alone, which is what a record of attendance needs.
 */
export type RoomEvent =
  | {
      kind: 'sat'
      seat: SeatNumber
      name: string
      profession: string
      isHost: boolean
      held: Record<string, number>
      when?: number | undefined
    }
  | { kind: 'renamed'; seat: SeatNumber; name: string }
  | { kind: 'took-part'; seat: SeatNumber; takesPart: boolean }
  | {
      kind: 'presence-changed'
      seat: SeatNumber
      presence: 'here' | 'away' | 'left'
      when?: number | undefined
    }
  | { kind: 'removed'; seat: SeatNumber; reason: string; when?: number | undefined }
  | { kind: 'muted'; seat: SeatNumber; isMuted: boolean; reason: string }
  | { kind: 'captioner-named'; seat: SeatNumber; isCaptioner: boolean }
  | { kind: 'host-named'; seat: SeatNumber; isHost: boolean }
  | {
      kind: 'moved'
      when?: number | undefined
      at: At
      turns: number
      clock: Clock
      roles: DealtRoles
      /** Groups that begin here; none: the room is whole again; missing: they stay. */
      groups?: readonly DealtGroup[] | undefined
      /** Of groups that begin here; missing where they are as wished. */
      spread?: SpreadNote | undefined
    }
  | { kind: 'clock-set'; clock: Clock }
  | { kind: 'undone' }
  | { kind: 'placed'; seat: SeatNumber; group: GroupNumber }
  | { kind: 'role-changed'; seat: SeatNumber; roles: readonly string[] }
  | { kind: 'duties-skipped'; seat: SeatNumber; duties: readonly string[] }
  | { kind: 'hand-changed'; seat: SeatNumber; isUp: boolean }
  | { kind: 'ready-changed'; seat: SeatNumber; isReady: boolean }
  | { kind: 'help-asked'; group: GroupNumber; isAsked: boolean }
  | { kind: 'poll-opened'; poll: Poll; secrecy: 'anonymous' | 'named' }
  | { kind: 'voted'; poll: string; seat: SeatNumber; choice: Choice }
  /** The public key of an anonymous poll: in the log, so that it is the same for everybody. */
  | { kind: 'poll-keyed'; poll: string; key: string }
  /** `asked` marks the blinded ticket that was signed; it says nothing of the ticket itself. */
  | { kind: 'ticketed'; poll: string; seat: SeatNumber; asked: string }
  | { kind: 'counted'; poll: string; tally: Tally }
  | { kind: 'poll-closed'; poll: string }
  | { kind: 'poll-shown'; poll: string; isShown: boolean }
  | {
      kind: 'said'
      by: SeatNumber
      hearers: Hearers
      /** Who sat there when it was said, or were hosts; missing where it is for the room. */
      among?: readonly SeatNumber[] | undefined
      isQuestion: boolean
      at: number
    }
  | { kind: 'upvoted'; said: number; seat: SeatNumber; isUp: boolean }
  | { kind: 'answered'; said: number; isAnswered: boolean }
  | { kind: 'reported'; said: number; seat: SeatNumber }
  | { kind: 'taken-away'; said: number; reason: string }
  | { kind: 'chat-set'; isOpen: boolean; slowSeconds: number }
  | { kind: 'asked'; by: SeatNumber; group: GroupNumber }
  | { kind: 'noted'; by: SeatNumber; group: GroupNumber; at?: number | undefined }
  | { kind: 'approved'; takeaway: number; seat: SeatNumber; isApproved: boolean }
  | { kind: 'withdrawn'; takeaway: number }
  | { kind: 'announced'; words: string }
  | { kind: 'ended'; when?: number | undefined }
  /** Whoever wrote it lets it leave the room with the record, or takes that back. */
  | { kind: 'given'; said: number; isGiven: boolean }

export type RoomEventKind = RoomEvent['kind']
