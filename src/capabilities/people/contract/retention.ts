import * as v from 'valibot'
import { recordKinds, retention } from '../domain/retention.ts'

const daysOf = ({ least, most }: { least: number; most: number }) =>
  v.pipe(
    v.string('days-out-of-range'),
    v.trim(),
    v.regex(/^\d{1,5}$/, 'days-out-of-range'),
    v.transform(Number),
    v.minValue(least, 'days-out-of-range'),
    v.maxValue(most, 'days-out-of-range'),
  )

/** Days for every kind of record, each within its limits. */
export const RetentionForm = v.strictObject(
  Object.fromEntries(recordKinds.map((kind) => [kind, daysOf(retention[kind])])) as Record<
    (typeof recordKinds)[number],
    ReturnType<typeof daysOf>
  >,
)
