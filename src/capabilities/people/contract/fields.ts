import * as v from 'valibot'
import { readCode } from '../domain/join-code.ts'
import { readEmail, whyNoEmail } from '../domain/roster/cells/email.ts'
import { cleanText } from '../domain/roster/cells/text.ts'

/** A name as a person or an organisation has it: one tidy line of at most 120 letters. */
export const nameField = v.pipe(
  v.string('name-missing'),
  v.maxLength(2_000, 'name-too-long'),
  v.transform(cleanText),
  v.nonEmpty('name-missing'),
  v.check((name) => [...name].length <= 120, 'name-too-long'),
)

const whole = <T>(
  read: (typed: string) => T | undefined | null,
  problem: string,
  why: (typed: string) => string = () => problem,
) =>
  v.pipe(
    v.string(problem),
    v.maxLength(1_000, problem),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = read(dataset.value)
      if (value !== undefined && value !== null) return value
      addIssue({ message: why(dataset.value) })
      return NEVER
    }),
  )

/** An address in the one spelling by which a person is known. */
export const emailField = whole(readEmail, 'email-incomplete', whyNoEmail)

/** A printed code, without its spaces. */
export const joinCodeField = whole(readCode, 'join-code-incomplete')

/** The six digits of a letter, spaces allowed. */
export const digitsField = whole((typed) => {
  const digits = typed.replace(/\s/gu, '')
  return /^\d{6}$/.test(digits) ? digits : undefined
}, 'digits-incomplete')
