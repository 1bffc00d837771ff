import * as v from 'valibot'
import { attributes } from '../domain/tables/attributes.ts'
import { mostBallots } from '../domain/tables/further.ts'

/** PostgreSQL keeps any character but this one; it would answer with an error instead of a refusal. */
const words = v.pipe(v.string(), v.excludes('\0'))

/** What the plan page sends. Times are local to the organisation: `2026-11-30T06:00`. */
export const PlanForm = v.object({
  title: v.pipe(words, v.trim(), v.maxLength(120)),
  instrument: v.pipe(v.string(), v.maxLength(80)),
  audience: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)),
  opens: v.pipe(v.string(), v.maxLength(40)),
  closes: v.pipe(v.string(), v.maxLength(40)),
  minimumGroup: v.pipe(v.number(), v.integer()),
  /** One reminder to everybody; off where it was switched off. */
  reminds: v.optional(v.boolean(), true),
  /** By what results are broken down besides teams. */
  furtherTables: v.optional(v.pipe(v.array(v.picklist(attributes)), v.maxLength(attributes.length)), []),
  /** Units that answer on printed sheets. */
  paper: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)), []),
})
export type PlanForm = v.InferOutput<typeof PlanForm>

export const TicketRequest = v.strictObject({
  table: v.pipe(words, v.maxLength(200)),
  blinded: v.pipe(v.string(), v.length(512), v.regex(/^[A-Za-z0-9_-]+$/)),
})
export const TicketsRequest = v.strictObject({
  tickets: v.pipe(v.array(TicketRequest), v.minLength(1), v.maxLength(mostBallots)),
})

export const CancelForm = v.object({ why: v.pipe(words, v.trim(), v.maxLength(1000)) })
