import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { checkFormat } from '../domain/format/check-format.ts'
import { type Format, gatherings, type Role, type Step, type Words } from '../domain/format/format.ts'
import { type Block, blockKinds } from '../domain/plan/plan.ts'
import { pollKinds } from '../domain/polls/poll.ts'
import type { RoomRefusal } from '../domain/refusals.ts'
import { namings, type RoomSettings } from '../domain/room.ts'
import { clean } from './clean.ts'

export const MOST_BLOCKS = 24
const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/))
const line = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))
const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/))
const written = (most: number): v.GenericSchema<unknown, Words> =>
  v.pipe(
    v.record(language, v.pipe(line(most), v.minLength(1))),
    v.check((words) => Object.keys(words).length > 0),
  )
const web = v.pipe(v.string(), v.trim(), v.maxLength(500), v.url(), v.regex(/^https:\/\//))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000))

const step: v.GenericSchema<unknown, Step> = v.strictObject({
  id,
  seconds: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  together: v.picklist(gatherings),
  speaks: v.union([v.picklist(['everyone', 'nobody']), v.pipe(v.array(id), v.maxLength(12))]),
  turnedAway: v.pipe(v.array(id), v.maxLength(12)),
  name: written(120),
  text: written(2_000),
  textFor: v.record(id, written(2_000)),
  say: v.optional(written(2_000)),
  asks: v.optional(v.strictObject({ part: id, label: written(400) })),
  onlyQuestions: v.optional(v.boolean()),
  stay: v.optional(v.strictObject({ kind: v.picklist(['image', 'sound']), description: written(2_000) })),
})

const named = { id, name: written(120), task: written(600) }
const part = { ...named, kind: v.literal('part') }
const role: v.GenericSchema<unknown, Role> = v.variant('kind', [
  v.variant('whose', [
    v.strictObject({ ...part, whose: v.literal('turn') }),
    v.strictObject({ ...part, whose: v.literal('rest') }),
    v.strictObject({ ...part, whose: v.literal('stage'), least: count, most: count }),
  ]),
  v.strictObject({ ...named, kind: v.literal('duty') }),
])

const steps = v.pipe(v.array(step), v.maxLength(24))

/** A format as a facilitator keeps it: in her language, or in several. */
export const formatShape: v.GenericSchema<unknown, Format> = v.strictObject({
  id,
  version: line(20),
  title: written(120),
  about: written(2_000),
  source: v.optional(v.strictObject({ credit: line(400), address: web, licence: line(100) })),
  groups: v.union([v.literal('everyone'), v.strictObject({ least: count, ideal: count, most: count })]),
  regroups: v.picklist(['once', 'each-turn']),
  roles: v.pipe(v.array(role), v.maxLength(12)),
  turns: v.union([v.literal('each'), v.pipe(v.number(), v.integer())]),
  before: steps,
  turn: steps,
  after: steps,
  keepsNoNotes: v.optional(v.boolean()),
})

const poll = v.strictObject({
  id,
  kind: v.picklist(pollKinds),
  question: v.pipe(line(280), v.minLength(1)),
  options: v.pipe(v.array(v.pipe(line(80), v.minLength(1))), v.maxLength(12)),
  secrecy: v.picklist(['anonymous', 'named']),
  most: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))),
  isOutcome: v.optional(v.boolean()),
})

const block: v.GenericSchema<unknown, Block> = v.strictObject({
  id,
  kind: v.picklist(blockKinds),
  title: v.pipe(line(120), v.minLength(1)),
  about: line(4_000),
  format: formatShape,
  spread: v.picklist(['new-people', 'together']),
  poll: v.optional(poll),
  links: v.optional(v.pipe(v.array(v.union([v.literal(''), web])), v.maxLength(100))),
})

const settings: v.GenericSchema<unknown, RoomSettings> = v.strictObject({
  naming: v.picklist(namings),
  door: v.picklist(['members', 'code']),
  keepsWordsDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(90)),
  link: v.optional(web),
  hasCaptions: v.boolean(),
  isPractice: v.boolean(),
})

const shape = v.strictObject({
  title: line(80),
  plan: v.strictObject({ blocks: v.pipe(v.array(block), v.maxLength(MOST_BLOCKS)) }),
  settings,
  /** An instant, 2026-12-01T09:00:00.000Z; null: not said. */
  plannedFor: v.nullable(v.pipe(v.string(), v.isoTimestamp())),
})

/** What a room is planned with, as it is sent: text, JSON and nothing that a browser alone has checked. */
export type RoomWish = v.InferOutput<typeof shape>

/** Reads what was sent, and says what keeps it from being run. */
export const readRoomWish = (sent: unknown): Result<RoomWish, RoomRefusal> => {
  const parsed = v.safeParse(shape, clean(sent))
  if (!parsed.success) {
    const field = v.getDotPath(parsed.issues[0]) ?? ''
    return refuse({ code: 'rooms/plan-not-readable', field })
  }
  const wish = parsed.output
  if (wish.title === '') return refuse({ code: 'rooms/title-missing' })
  if (wish.plan.blocks.length === 0) return refuse({ code: 'rooms/plan-empty' })
  const ids = wish.plan.blocks.map((one) => one.id)
  const faulty = wish.plan.blocks.find(
    (one, at) => checkFormat(one.format).length > 0 || ids.indexOf(one.id) !== at,
  )
  return faulty ? refuse({ code: 'rooms/plan-cannot-run', block: faulty.title }) : accept(wish)
}
