import { accept, type Result, refuse } from '#kernel/result.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { HostCommand, SeatCommand } from '../commands.ts'
import type { RoomEvent } from '../events.ts'
import { amongOf, hearersNear, mayHear, nameOf } from '../hearers.ts'
import { formatAt, groupOf, stepNow } from '../place.ts'
import type { Hearers, Run, SeatNumber } from '../state.ts'
import { turnedAwayNow } from './people.ts'

type Decided = Result<RoomEvent[], RoomRefusal>
type Of<K> = Extract<SeatCommand | HostCommand, { do: K }>

export const LONGEST_MESSAGE = 1_000

/** Says something to the room, to those near (the group or pair of this step), or among the hosts. */
export const say = (run: Run, by: SeatNumber, asked: Of<'say'> & { now: number }): Decided => {
  const words = asWords(asked.words)
  if (!words.ok) return words
  const hearers = hearersOf(run, by, asked.to)
  if (!hearers.ok) return hearers
  if (asked.near !== undefined && asked.near !== nameOf(hearers.value))
    return refuse({ code: 'rooms/has-moved-on' })
  const refusal = whyNot(run, by, hearers.value, asked.now)
  if (refusal) return refuse(refusal)
  const to = { hearers: hearers.value, among: amongOf(run, by, hearers.value) }
  return accept([{ kind: 'said', by, ...to, isQuestion: asked.isQuestion, at: asked.now }])
}

export const asWords = (words: string): Result<string, RoomRefusal> => {
  if (words.trim() === '') return refuse({ code: 'rooms/words-missing' })
  return words.length <= LONGEST_MESSAGE
    ? accept(words)
    : refuse({ code: 'rooms/words-too-long', most: LONGEST_MESSAGE })
}

const hearersOf = (run: Run, by: SeatNumber, to: Of<'say'>['to']): Result<Hearers, RoomRefusal> => {
  if (to === 'hosts')
    return run.hosts.has(by) ? accept({ to: 'hosts' }) : refuse({ code: 'rooms/only-hosts' })
  if (to === 'room') return accept({ to: 'room' })
  const near = hearersNear(run, by)
  return near ? accept(near) : refuse({ code: 'rooms/not-in-a-group' })
}

/** Hosts always speak, among themselves and to the room. */
const whyNot = (run: Run, by: SeatNumber, hearers: Hearers, now: number): RoomRefusal | undefined => {
  if (hearers.to === 'hosts') return undefined
  const silenced = whySilenced(run, by)
  if (silenced) return silenced
  if (run.hosts.has(by)) return undefined
  if (hearers.to === 'room' && !run.chat.isOpen) return { code: 'rooms/chat-closed' }
  if (!isSpeaking(run, by)) return { code: 'rooms/not-your-turn-to-write' }
  return whyNotYet(run, by, now)
}

/** Where talk is slow, it is for a take-away as well as for a message. */
export const whyNotYet = (run: Run, by: SeatNumber, now: number): RoomRefusal | undefined => {
  if (run.hosts.has(by) || run.chat.slowSeconds === 0) return undefined
  const waits = (run.lastSaidAt.get(by) ?? 0) + run.chat.slowSeconds * 1_000 - now
  return waits > 0 ? { code: 'rooms/slow-down', seconds: Math.ceil(waits / 1_000) } : undefined
}

/** Holds for whatever others would read, a take-away as well as a message. */
export const whySilenced = (run: Run, by: SeatNumber): RoomRefusal | undefined => {
  if (run.seats.get(by)?.isMuted) return { code: 'rooms/muted' }
  return turnedAwayNow(run, by) ? { code: 'rooms/turned-away' } : undefined
}

const isSpeaking = (run: Run, by: SeatNumber) => {
  const step = stepNow(run)
  const speaks = step?.speaks ?? 'everyone'
  if (speaks === 'everyone' || speaks === 'nobody') return speaks === 'everyone'
  const parts = partsOf(run, by)
  if (parts.length > 0) return parts.some((part) => speaks.includes(part))
  // Where nobody near has such a part, as in a group whose turns are all over, everybody talks; not from the door.
  const near = step?.together === 'everyone' ? [...run.roles.keys()] : groupOf(run, by)?.seats
  return (
    near !== undefined && !near.some((seat) => run.roles.get(seat)?.some((role) => speaks.includes(role)))
  )
}

/** What she is in this turn, without the duties laid on top. */
const partsOf = (run: Run, seat: SeatNumber) => {
  const duties = (formatAt(run)?.roles ?? []).filter(({ kind }) => kind === 'duty').map(({ id }) => id)
  return (run.roles.get(seat) ?? []).filter((role) => !duties.includes(role))
}

const heard = (run: Run, by: SeatNumber, number: number) => {
  const said = run.said.get(number)
  return said && !said.isRemoved && mayHear(run, by, said) ? said : undefined
}

export const upvote = (run: Run, by: SeatNumber, { said, isUp }: Of<'upvote'>): Decided => {
  const message = heard(run, by, said)
  if (!message) return refuse({ code: 'rooms/message-unknown' })
  if (message.by === by) return refuse({ code: 'rooms/own-message' })
  return message.upvotes.has(by) === isUp ? accept([]) : accept([{ kind: 'upvoted', said, seat: by, isUp }])
}

export const report = (run: Run, by: SeatNumber, { said }: Of<'report'>): Decided => {
  const message = heard(run, by, said)
  if (!message) return refuse({ code: 'rooms/message-unknown' })
  return message.reports.has(by) ? accept([]) : accept([{ kind: 'reported', said, seat: by }])
}

/** A writer takes her own words back; nobody asks why. */
export const takeBack = (run: Run, by: SeatNumber, { said }: Of<'take-back'>): Decided => {
  const message = run.said.get(said)
  if (!message || message.by !== by) return refuse({ code: 'rooms/message-unknown' })
  return message.isRemoved ? accept([]) : accept([{ kind: 'taken-away', said, reason: '' }])
}

/** Her words leave the room with the record, if she wants that; what hosts said among themselves never does. */
export const give = (run: Run, by: SeatNumber, { said, isGiven }: Of<'give'>): Decided => {
  const message = run.said.get(said)
  if (!message || message.by !== by || message.isRemoved || message.hearers.to === 'hosts')
    return refuse({ code: 'rooms/message-unknown' })
  return message.isGiven === isGiven ? accept([]) : accept([{ kind: 'given', said, isGiven }])
}

/** A host takes words of others away, with a reason that their writer reads. */
export const takeAway = (run: Run, { said, reason }: Of<'take-away'>): Decided => {
  const message = run.said.get(said)
  if (!message) return refuse({ code: 'rooms/message-unknown' })
  if (reason.trim() === '') return refuse({ code: 'rooms/reason-missing' })
  return message.isRemoved ? accept([]) : accept([{ kind: 'taken-away', said, reason: reason.trim() }])
}

export const markAnswered = (run: Run, { said, isAnswered }: Of<'mark-answered'>): Decided =>
  run.said.get(said)?.isQuestion
    ? accept([{ kind: 'answered', said, isAnswered }])
    : refuse({ code: 'rooms/message-unknown' })

/** What she whose turn it is asks for; it stands above the steps of her turn. */
export const ask = (run: Run, by: SeatNumber, { words }: Of<'ask'>): Decided => {
  const group = groupOf(run, by)
  const asking = stepNow(run)?.asks
  const isHers = asking && run.roles.get(by)?.includes(asking.part)
  if (!group || !isHers) return refuse({ code: 'rooms/nothing-asked-for' })
  const silenced = whySilenced(run, by)
  if (silenced) return refuse(silenced)
  const read = asWords(words)
  return read.ok ? accept([{ kind: 'asked', by, group: group.number }]) : read
}
