import { type Format, inLanguage, type Step, type Words } from '../format/format.ts'
import type { ShippedFormat } from '../format/shipped-format.ts'
import type { Poll, PollKind, PollSecrecy } from '../polls/poll.ts'
import type { Block, Plan, Spread } from './plan.ts'

/** One part of a ready plan: a format by its id, and what this plan changes in it. */
export type ReadyPart = {
  format: string
  title?: Words | undefined
  about?: Words | undefined
  /** Lengths of steps that differ here, in seconds by the id of the step; null goes on until the host does. */
  seconds?: Readonly<Record<string, number | null>> | undefined
  spread: Spread
  poll?:
    | {
        kind: PollKind
        question: Words
        options: readonly Words[]
        secrecy: PollSecrecy
        isOutcome?: true | undefined
      }
    | undefined
}

/** A session that is ready to be led, for so many people. */
export type ReadyPlan = {
  id: string
  version: string
  title: Words
  about: Words
  people: { least: number; most: number }
  parts: readonly ReadyPart[]
}

/** A format with other lengths. */
export const withLengths = (format: Format, seconds: Readonly<Record<string, number | null>>): Format => {
  const changed = (steps: readonly Step[]) =>
    steps.map((step) => {
      const length = seconds[step.id]
      return length === undefined ? step : { ...step, seconds: length }
    })
  return {
    ...format,
    before: changed(format.before),
    turn: changed(format.turn),
    after: changed(format.after),
  }
}

/**
 * A plan of one’s own from a ready one: everything is copied, so that what ships later changes nothing that is planned.
 * Titles stand in the language of whoever plans.
 * @throws where a format is not there; a site does not start with such a plan.
 */
export const planFrom = (
  ready: ReadyPlan,
  on: { formats: ReadonlyMap<string, ShippedFormat>; language: string },
): Plan => ({
  blocks: ready.parts.map((part, at): Block => {
    const shipped = on.formats.get(part.format)
    if (!shipped) throw new Error(`There is no format called ${part.format}.`)
    const id = `part-${at + 1}`
    return {
      id,
      kind: shipped.block,
      title: inLanguage(part.title ?? shipped.format.title, on.language),
      about: part.about ? inLanguage(part.about, on.language) : '',
      format: withLengths(shipped.format, part.seconds ?? {}),
      spread: part.spread,
      ...(part.poll ? { poll: pollFrom(part.poll, { id: `${id}-poll`, language: on.language }) } : {}),
    }
  }),
})

const pollFrom = (poll: NonNullable<ReadyPart['poll']>, on: { id: string; language: string }): Poll => ({
  id: on.id,
  kind: poll.kind,
  question: inLanguage(poll.question, on.language),
  options: poll.options.map((option) => inLanguage(option, on.language)),
  secrecy: poll.secrecy,
  ...(poll.isOutcome ? { isOutcome: true } : {}),
})
