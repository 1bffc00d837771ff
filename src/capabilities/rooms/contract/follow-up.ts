import * as v from 'valibot'
import { LONGEST_FOLLOW_UP } from '../domain/after/follow-up.ts'

/** A day from today on, and the host's sentence about it; both empty: there is none. */
export const followUpShape = (today: string) =>
  v.strictObject({
    on: v.union([v.literal(''), v.pipe(v.string(), v.isoDate(), v.minValue(today))]),
    words: v.pipe(v.string(), v.trim(), v.maxLength(LONGEST_FOLLOW_UP)),
  })
