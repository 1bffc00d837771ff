import { stagePartsOf } from '../format/format.ts'
import type { Choice, Poll } from '../polls/poll.ts'
import { type Tally, tallyOf } from '../polls/tally.ts'
import { formatAt, groupOf, isOnStage } from './place.ts'
import type {
  At,
  Clock,
  Consents,
  Group,
  GroupNumber,
  PollRun,
  Run,
  SeatNumber,
  SpreadNote,
} from './state.ts'

/** Where the room is: the same for everybody. Texts are in the plan, which a browser has once. */
export type RoomPart = {
  status: Run['status']
  move: number
  at: At | undefined
  turns: number
  clock: Clock
  chat: Run['chat']
  /** Who sits in front of the others in this part of the session. */
  stage: readonly Neighbour[]
  /** Why groups are not all of new people and mixed professions, where they are not. */
  spread: SpreadNote
}

export type Neighbour = {
  seat: SeatNumber
  name: string
  presence: 'here' | 'away'
  roles: readonly string[]
}

/** A group, as its members see it. Nobody else is sent it but the hosts. */
export type GroupPart = {
  number: GroupNumber
  name: string
  seats: readonly Neighbour[]
  /** The event that dealt the groups. */
  dealt: number
  /** The event that holds what is asked for in this turn, and its words. */
  asks: number | undefined
  asked: string | undefined
}

/** One's own seat. */
export type MyPart = {
  seat: SeatNumber
  name: string
  isHost: boolean
  takesPart: boolean
  presence: string
  isMuted: boolean
  isCaptioner: boolean
  /** Why she was muted or removed. */
  reason: string
  /** Her words that a host took away, and why. */
  takenAway: readonly { said: number; reason: string }[]
  isHandUp: boolean
  isReady: boolean
  isAtTheDoor: boolean
  roles: readonly string[]
  group: GroupNumber | undefined
  /** What this seat answered to polls by name, and for which anonymous ones it has had its ticket. */
  votes: Readonly<Record<string, Choice>>
  tickets: readonly string[]
} & Consents

/** A poll, with its result once it is shown. How many have answered is not told before: it would show who hesitates. */
export type PollPart = {
  poll: Poll
  secrecy: PollRun['secrecy']
  state: PollRun['state']
  /** The key to ask for a ticket with, while an anonymous poll is open. */
  key?: string | undefined
  isShown: boolean
  /** Missing until it is shown; of an anonymous poll also where fewer than five answered. */
  result: Tally | undefined
}

export const seeRoom = (run: Run): RoomPart => {
  const { status, move, at, turns, clock, chat, spread } = run
  return { status, move, at, turns, clock, chat, spread, stage: seeStage(run) }
}

const seeStage = (run: Run): Neighbour[] => {
  const format = formatAt(run)
  if (!format || stagePartsOf(format).length === 0) return []
  return [...run.roles.keys()].filter((seat) => isOnStage(run, seat)).flatMap((seat) => neighbour(run, seat))
}

/** How many have a seat and have not left. */
export const peopleIn = (run: Run): number => {
  let people = 0
  for (const { presence } of run.seats.values()) if (presence === 'here' || presence === 'away') people += 1
  return people
}

/** `words` gives what was written, by the number of its event. */
export const seeGroup = (
  run: Run,
  group: Group,
  words: (number: number) => string | undefined = () => undefined,
): GroupPart => {
  const asks = run.asks.get(group.number)
  return {
    number: group.number,
    name: group.name,
    dealt: run.dealt,
    asks,
    asked: asks === undefined ? undefined : words(asks),
    seats: group.seats.flatMap((seat) => neighbour(run, seat)),
  }
}

const neighbour = (run: Run, number: SeatNumber): Neighbour[] => {
  const seat = run.seats.get(number)
  if (!seat) return []
  const presence = seat.presence === 'here' ? 'here' : 'away'
  return [{ seat: number, name: seat.name, presence, roles: run.roles.get(number) ?? [] }]
}

const nothingAgreed: Consents = { approved: {}, given: [] }

/** @throws never; undefined for a seat that is not there. */
export const seeMine = (run: Run, number: SeatNumber): MyPart | undefined => {
  const seat = run.seats.get(number)
  if (!seat) return undefined
  const { name, takesPart, presence, isMuted, isCaptioner, reason } = seat
  const polls = [...run.polls.values()]
  return {
    seat: number,
    name,
    isHost: run.hosts.has(number),
    takesPart,
    presence,
    isMuted,
    isCaptioner,
    reason,
    takenAway: run.takenAway.get(number) ?? [],
    isHandUp: run.hands.includes(number),
    isReady: run.ready.has(number),
    isAtTheDoor: run.atTheDoor.includes(number),
    roles: run.roles.get(number) ?? [],
    group: groupOf(run, number)?.number,
    votes: Object.fromEntries(
      polls.flatMap(({ poll, choices }) => {
        const choice = choices.get(number)
        return choice ? [[poll.id, choice]] : []
      }),
    ),
    tickets: polls.flatMap(({ poll, ticketed }) => (ticketed.has(number) ? [poll.id] : [])),
    ...(run.consents.get(number) ?? nothingAgreed),
  }
}

export const seePoll = ({ poll, secrecy, state, key, isShown, choices, tally }: PollRun): PollPart => ({
  poll,
  secrecy,
  state,
  ...(state === 'open' && key ? { key } : {}),
  isShown,
  result: isShown ? (secrecy === 'anonymous' ? tally : tallyOf(poll, choices.values())) : undefined,
})
