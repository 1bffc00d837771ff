import * as v from 'valibot'
import type { PlanFields } from '../domain/plan-fields.ts'
import { attributes } from '../domain/tables/attributes.ts'

const one = (longest: number) => v.fallback(v.pipe(v.string(), v.maxLength(longest)), '')

const Sent = v.object({
  title: one(500),
  instrument: one(80),
  who: v.fallback(v.picklist(['everybody', 'some']), 'everybody'),
  audience: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)), []),
  opens: one(40),
  closes: one(40),
  minimumGroup: v.fallback(v.pipe(v.string(), v.toNumber(), v.integer()), 0),
  reminds: v.boolean(),
  paper: v.fallback(v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(5000)), []),
  furtherTables: v.fallback(v.pipe(v.array(v.picklist(attributes)), v.maxLength(attributes.length)), []),
})

/** What a browser sent, to be shown again; whether it makes a plan is decided by `PlanForm`. */
export const readPlanFields = (sent: FormData): PlanFields =>
  v.parse(Sent, {
    ...Object.fromEntries(sent),
    audience: sent.getAll('audience'),
    paper: sent.getAll('paper'),
    reminds: sent.has('reminds'),
    furtherTables: sent.getAll('furtherTables'),
  })
