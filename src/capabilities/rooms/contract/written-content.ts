import * as v from 'valibot'
import type { Words } from '../domain/format/format.ts'

/** One thing that is wrong with a file, in the field it stands in (`turn.2.text.ar`). */
export type Fault = { field: string; problem: string }

export const shortName = v.pipe(
  v.string('is missing or no text'),
  v.regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a short name of small letters, digits and dashes'),
)

export const version = v.pipe(
  v.string('must stand in quotes, such as "1"'),
  v.regex(/^\d+(\.\d+){0,2}$/, 'must be a version such as "1" or "1.2"'),
)

/** What ships is written in every language of Kith; an empty text is none. */
export const written = (longest: number): v.GenericSchema<unknown, Words> => {
  const text = v.pipe(
    v.string('must be text'),
    v.trim(),
    v.minLength(1, 'is empty'),
    v.maxLength(longest, `is longer than ${longest} letters`),
  )
  return v.strictObject({ en: text, es: text, fr: text, ar: text })
}

/** Each issue as a field and a few words that a clinician can act on. */
export const faultsOf = (issues: readonly v.BaseIssue<unknown>[]): Fault[] =>
  issues.map((issue) => ({ field: v.getDotPath(issue) ?? '(the file)', problem: problemOf(issue) }))

const problemOf = (issue: v.BaseIssue<unknown>) => {
  if (issue.type !== 'strict_object') return issue.message
  if (issue.expected === 'never') return 'is no field that is known here'
  return issue.received === 'undefined' ? 'is missing' : 'must be a set of fields'
}
