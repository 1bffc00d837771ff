import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { EnterForm } from '../../contract/signing-in.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import type { Entered } from './enter-account.server.ts'

/**
 * Signs in with the six digits of a letter. Each letter bears five tries; an e-mail bears ten in an hour, over all
 * letters and from wherever. One try hits once in a million: whoever guesses at one e-mail day and night for a month
 * comes in with a chance of less than one in a hundred, and its owner gets two letters in every hour of it.
 */
export const enterWithDigits = async (
  effects: Pick<Effects, 'signIn' | 'attempts'>,
  given: { form: unknown; address: string },
): Promise<Result<Entered, PeopleRefusal>> => {
  const form = readForm(EnterForm, given.form)
  if (!form.ok) return form
  const { email, digits } = form.value
  for (const [key, max] of [
    // First, so that an address over its limit cannot use up others' tries, nor fill the memory with e-mails.
    [`digits from ${given.address}`, 600],
    [`digits of ${email}`, 10],
  ] as const) {
    const { allowed, retryAfter } = await effects.attempts.consume(key, { window: 3600, max })
    if (!allowed)
      return refuse({ code: 'people/too-many-attempts', minutes: Math.ceil((retryAfter ?? 60) / 60) })
  }

  try {
    const { headers, response } = await effects.signIn.api.signInEmailOTP({
      body: { email, otp: digits },
      returnHeaders: true,
    })
    return accept({ userId: response.user.id, headers })
  } catch (error) {
    if (isRefusal(error)) return refuse({ code: 'people/digits-not-right' })
    throw error
  }
}

const isRefusal = (error: unknown): boolean => {
  const status = (error as { statusCode?: unknown } | null)?.statusCode
  return typeof status === 'number' && status >= 400 && status < 500
}
