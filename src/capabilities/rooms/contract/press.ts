import * as v from 'valibot'
import { LONGEST_ANSWER, pollKinds } from '../domain/polls/poll.ts'
import type { HostCommand, SeatCommand } from '../domain/run/commands.ts'
import { LONGEST_CAPTION, signs } from '../domain/stream/passing.ts'

const seat = v.pipe(v.number(), v.integer(), v.minValue(1))
const number = v.pipe(v.number(), v.integer(), v.minValue(0))
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
// Longer texts are refused by the room with a sentence; these only keep a request from being any size.
const words = v.pipe(v.string(), v.maxLength(20_000))

const poll = v.strictObject({
  id,
  kind: v.picklist(pollKinds),
  question: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(280)),
  options: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))), v.maxLength(12)),
  secrecy: v.picklist(['anonymous', 'named']),
  most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
  isOutcome: v.optional(v.boolean()),
})

const choice = v.union([
  v.strictObject({ picks: v.pipe(v.array(number), v.maxLength(12)) }),
  v.strictObject({ words: v.pipe(v.string(), v.maxLength(LONGEST_ANSWER.text)) }),
])

const seatCommands = [
  v.strictObject({ do: v.literal('rename'), name: words }),
  v.strictObject({ do: v.literal('leave') }),
  v.strictObject({ do: v.literal('come-back') }),
  v.strictObject({ do: v.literal('raise-hand'), isUp: v.boolean() }),
  v.strictObject({ do: v.literal('be-ready'), isReady: v.boolean() }),
  v.strictObject({ do: v.literal('ask-for-help'), isAsked: v.boolean() }),
  v.strictObject({
    do: v.literal('say'),
    to: v.picklist(['room', 'nearby', 'hosts']),
    words,
    isQuestion: v.boolean(),
    near: v.optional(id),
  }),
  v.strictObject({ do: v.literal('upvote'), said: number, isUp: v.boolean() }),
  v.strictObject({ do: v.literal('report'), said: number }),
  v.strictObject({ do: v.literal('take-back'), said: number }),
  v.strictObject({ do: v.literal('give'), said: number, isGiven: v.boolean() }),
  v.strictObject({ do: v.literal('vote'), poll: id, choice }),
  v.strictObject({ do: v.literal('ask'), words }),
  v.strictObject({ do: v.literal('note'), words }),
  v.strictObject({ do: v.literal('approve'), takeaway: number, isApproved: v.boolean() }),
  v.strictObject({ do: v.literal('withdraw'), takeaway: number }),
  v.strictObject({ do: v.literal('take-turn') }),
  v.strictObject({ do: v.literal('take-duty'), duty: id }),
  v.strictObject({ do: v.literal('skip-duty'), duty: id }),
] as const

const hostCommands = [
  v.strictObject({ do: v.literal('go-on'), move: number }),
  v.strictObject({ do: v.literal('undo'), move: number }),
  v.strictObject({ do: v.literal('pause'), move: number }),
  v.strictObject({ do: v.literal('resume'), move: number }),
  v.strictObject({ do: v.literal('extend'), move: number, seconds: v.pipe(v.number(), v.integer()) }),
  v.strictObject({ do: v.literal('place'), seat, group: number }),
  v.strictObject({ do: v.literal('choose'), seat, part: id }),
  v.strictObject({ do: v.literal('take-part'), isPart: v.boolean() }),
  v.strictObject({ do: v.literal('announce'), words }),
  v.strictObject({ do: v.literal('lower-hand'), seat }),
  v.strictObject({ do: v.literal('mute'), seat, isMuted: v.boolean(), reason: words }),
  v.strictObject({ do: v.literal('remove'), seat, reason: words }),
  v.strictObject({ do: v.literal('take-away'), said: number, reason: words }),
  v.strictObject({ do: v.literal('mark-answered'), said: number, isAnswered: v.boolean() }),
  v.strictObject({
    do: v.literal('set-chat'),
    isOpen: v.boolean(),
    slowSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(300)),
  }),
  v.strictObject({ do: v.literal('name-host'), seat, isHost: v.boolean() }),
  v.strictObject({ do: v.literal('name-captioner'), seat, isCaptioner: v.boolean() }),
  v.strictObject({ do: v.literal('open-poll'), poll }),
  v.strictObject({ do: v.literal('close-poll'), poll: id }),
  v.strictObject({ do: v.literal('show-poll'), poll: id, isShown: v.boolean() }),
  v.strictObject({ do: v.literal('end') }),
] as const

/**
 * A press as a browser sends it: a UUID of its own, and what is to be done. Tickets of anonymous polls and the house's
 * own commands have other doors.
 */
export const pressShape = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  command: v.variant('do', [...seatCommands, ...hostCommands]),
})

/** What passes by: a sign, or a line of what is said aloud. It has no number, and nobody keeps it. */
export const passingShape = v.variant('pass', [
  v.strictObject({ pass: v.literal('caption'), words: v.pipe(v.string(), v.maxLength(LONGEST_CAPTION * 4)) }),
  v.strictObject({ pass: v.literal('sign'), sign: v.picklist(signs) }),
])

export type Press = {
  id: string
  command: Exclude<SeatCommand, { do: 'take-ticket' }> | Exclude<HostCommand, { do: 'deal-again' }>
}
