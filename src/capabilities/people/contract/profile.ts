import * as v from 'valibot'
import { shownFields, workingPatterns } from '../domain/profile.ts'
import { readLanguages } from '../domain/roster/cells/languages.ts'
import { cleanText } from '../domain/roster/cells/text.ts'
import { manyOf } from './staff.ts'

/** One tidy line or nothing, which is said as null. */
const line = (problem: string) =>
  v.pipe(
    v.string(problem),
    v.maxLength(2_000, problem),
    v.transform(cleanText),
    v.check((text) => [...text].length <= 120, problem),
    v.transform((text) => text || null),
  )

const languages = v.pipe(
  v.string('languages-unknown'),
  v.maxLength(500, 'languages-unknown'),
  v.transform((text) => readLanguages(cleanText(text))),
  v.check(({ codes, unknown }) => unknown.length === 0 && codes.length <= 20, 'languages-unknown'),
  v.transform(({ codes }) => (codes.length > 0 ? codes : null)),
)

// Browsers send seconds where somebody typed them.
const hour = v.pipe(
  v.string('hours-unreadable'),
  v.regex(/^$|^([01]\d|2[0-3]):[0-5]\d(:\d\d)?$/, 'hours-unreadable'),
  v.transform((text) => text.slice(0, 5)),
)

/** What a person says of herself. Quiet hours are two hours that differ, or neither. */
export const ProfileForm = v.pipe(
  v.strictObject({
    version: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
    chosenName: line('name-too-long'),
    profession: line('name-too-long'),
    languages,
    workingPattern: v.pipe(
      v.optional(v.picklist(['', ...workingPatterns]), ''),
      v.transform((pattern) => pattern || null),
    ),
    quietFrom: hour,
    quietUntil: hour,
    shown: manyOf(v.picklist(shownFields)),
  }),
  v.forward(
    v.check(({ quietFrom, quietUntil }) => (quietFrom === '') === (quietUntil === ''), 'hours-by-halves'),
    ['quietUntil'],
  ),
  v.forward(
    v.check(({ quietFrom, quietUntil }) => quietFrom === '' || quietFrom !== quietUntil, 'hours-by-halves'),
    ['quietUntil'],
  ),
)
