import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { EnterForm } from '../../contract/signing-in.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import type { Entered } from './enter-account.server.ts'

/**
 * Signs in with the six digits of a letter. Each letter bears five tries; an address bears thirty in an hour, over all
 * letters, so that guessing takes years.
 */
export const enterWithDigits = async (
  effects: Pick<Effects, 'signIn' | 'attempts'>,
  given: { form: unknown; address: string },
): Promise<Result<Entered, PeopleRefusal>> => {
  const form = readForm(EnterForm, given.form)
  if (!form.ok) return form
  const { email, digits } = form.value
  for (const [key, max] of [
    [`digits of ${email}`, 30],
    [`digits from ${given.address}`, 600],
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
