import type { Choice, Poll } from '../polls/poll.ts'
import type { Tally } from '../polls/tally.ts'
import type { DealtGroup } from './events.ts'
import type { GroupNumber, SeatNumber, SpreadNote } from './state.ts'

/** Groups that were worked out for the next step: everybody who takes part, once. */
export type Deal = { groups: readonly DealtGroup[]; spread?: SpreadNote | undefined }

/** What somebody in the room may do. `move` is the step that she saw when she pressed. */
export type SeatCommand =
  | { do: 'rename'; name: string }
  | { do: 'leave' }
  | { do: 'come-back' }
  | { do: 'raise-hand'; isUp: boolean }
  | { do: 'be-ready'; isReady: boolean }
  | { do: 'ask-for-help'; isAsked: boolean }
  | {
      do: 'say'
      to: 'room' | 'nearby' | 'hosts'
      words: string
      isQuestion: boolean
      /** Whom she wrote it for, as `nameOf` has it. A press that was long on its way is not said to anybody else. */
      near?: string | undefined
    }
  | { do: 'upvote'; said: number; isUp: boolean }
  | { do: 'report'; said: number }
  | { do: 'take-back'; said: number }
  | { do: 'give'; said: number; isGiven: boolean }
  | { do: 'vote'; poll: string; choice: Choice }
  /** `asked`: a mark of the blinded ticket, by which the same one may be asked for again. */
  | { do: 'take-ticket'; poll: string; asked: string }
  | { do: 'ask'; words: string }
  | { do: 'note'; words: string }
  | { do: 'approve'; takeaway: number; isApproved: boolean }
  | { do: 'withdraw'; takeaway: number }
  | { do: 'take-turn' }
  | { do: 'take-duty'; duty: string }
  | { do: 'skip-duty'; duty: string }

export type HostCommand =
  | { do: 'go-on'; move: number; deal?: Deal | undefined }
  | { do: 'undo'; move: number }
  | { do: 'pause'; move: number }
  | { do: 'resume'; move: number }
  | { do: 'extend'; move: number; seconds: number }
  | { do: 'deal-again'; move: number; deal: Deal }
  | { do: 'place'; seat: SeatNumber; group: GroupNumber }
  | { do: 'choose'; seat: SeatNumber; part: string }
  | { do: 'take-part'; isPart: boolean }
  | { do: 'announce'; words: string }
  | { do: 'lower-hand'; seat: SeatNumber }
  | { do: 'mute'; seat: SeatNumber; isMuted: boolean; reason: string }
  | { do: 'remove'; seat: SeatNumber; reason: string }
  | { do: 'take-away'; said: number; reason: string }
  | { do: 'mark-answered'; said: number; isAnswered: boolean }
  | { do: 'set-chat'; isOpen: boolean; slowSeconds: number }
  | { do: 'name-host'; seat: SeatNumber; isHost: boolean }
  | { do: 'name-captioner'; seat: SeatNumber; isCaptioner: boolean }
  | { do: 'open-poll'; poll: Poll }
  | { do: 'close-poll'; poll: string }
  | { do: 'show-poll'; poll: string; isShown: boolean }
  | { do: 'end' }

/** What the site itself does, and nobody can send. */
export type HouseCommand =
  | {
      do: 'sit'
      seat: SeatNumber
      name: string
      profession: string
      isHost: boolean
      held: Record<string, number>
    }
  | { do: 'ring'; move: number; deal?: Deal | undefined }
  | { do: 'notice'; seat: SeatNumber; presence: 'here' | 'away' }
  | { do: 'give-key'; poll: string; key: string }
  | { do: 'name-host'; seat: SeatNumber; isHost: boolean }
  | { do: 'count'; poll: string; tally: Tally }
  | { do: 'end' }

export type Command = SeatCommand | HostCommand | HouseCommand
