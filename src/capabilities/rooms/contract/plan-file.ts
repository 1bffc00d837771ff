import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { ReadyPlan } from '../domain/plan/ready-plan.ts'
import { pollKinds } from '../domain/polls/poll.ts'
import { type Fault, faultsOf, shortName, version, written } from './written-content.ts'

const count = v.pipe(v.number('must be a number'), v.integer('must be a whole number'), v.minValue(1))
const minutes = v.nullable(
  v.pipe(v.number('must be a number of minutes, or null'), v.multipleOf(0.25, 'must be quarters')),
)

const part = v.pipe(
  v.strictObject({
    format: shortName,
    title: v.optional(written(60)),
    about: v.optional(written(600)),
    /** Lengths that differ here, by the id of the step. */
    minutes: v.optional(v.record(shortName, minutes)),
    spread: v.optional(
      v.picklist(['new-people', 'together'], 'must be new-people or together'),
      'new-people',
    ),
    poll: v.optional(
      v.strictObject({
        kind: v.picklist(pollKinds, 'must be a kind of poll'),
        question: written(280),
        options: v.optional(v.array(written(80)), []),
        secrecy: v.picklist(['anonymous', 'named'], 'must be anonymous or named'),
        isOutcome: v.optional(v.literal(true, 'must be true, or left out')),
      }),
    ),
  }),
  v.transform(({ minutes: of, ...rest }) => ({
    ...rest,
    ...(of ? { seconds: inSeconds(of) } : {}),
  })),
)

const inSeconds = (of: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(Object.entries(of).map(([step, length]) => [step, length === null ? null : length * 60]))

const shape: v.GenericSchema<unknown, ReadyPlan> = v.strictObject({
  id: shortName,
  version,
  title: written(60),
  about: written(600),
  people: v.strictObject({ least: count, most: count }),
  parts: v.pipe(v.array(part), v.minLength(1, 'needs at least one part')),
})

/** Reads what a YAML file in `content/plans` held; the refusal lists every fault with its field. */
export function readPlanFile(raw: unknown): Result<ReadyPlan, Fault[]> {
  const parsed = v.safeParse(shape, raw)
  return parsed.success ? accept(parsed.output) : refuse(faultsOf(parsed.issues))
}
