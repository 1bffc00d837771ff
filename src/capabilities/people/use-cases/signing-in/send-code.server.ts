import { accept, type Result, refuse } from '#kernel/result.ts'
import { languageHeader } from '#platform/sign-in/sign-in.server.ts'
import { readForm } from '../../contract/form.ts'
import { SendCodeForm } from '../../contract/signing-in.ts'
import type { Language } from '../../domain/languages.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

/**
 * Sends six digits to an address. The answer is the same, and as quick, whether or not an account has it: it is sent
 * after the answer, and a letter that fails is only logged. `isMailAway`: no letter would leave just now, to anybody.
 */
export const sendCode = async (
  effects: Pick<Effects, 'signIn' | 'mail' | 'attempts' | 'log'>,
  given: { form: unknown; address: string; language?: Language },
): Promise<Result<{ email: string; isMailAway: boolean }, PeopleRefusal>> => {
  const form = readForm(SendCodeForm, given.form)
  if (!form.ok) return form
  if (!effects.mail.isConnected) return refuse({ code: 'people/mail-not-connected' })
  const { email } = form.value
  for (const [key, max] of [
    // First, so that an address over its limit cannot use up what others are sent, nor fill the memory with e-mails.
    [`send code for ${given.address}`, 200],
    [`send code to ${email}`, 10],
  ] as const) {
    const { allowed, retryAfter } = await effects.attempts.consume(key, { window: 3600, max })
    if (!allowed)
      return refuse({ code: 'people/too-many-attempts', minutes: Math.ceil((retryAfter ?? 60) / 60) })
  }

  if (!isPlaceholder(email)) {
    void effects.signIn.api
      .sendVerificationOTP({
        body: { email, type: 'sign-in' },
        headers: new Headers(given.language ? { [languageHeader]: given.language } : {}),
      })
      .catch((err: unknown) => effects.log.warn({ err }, 'a sign-in code could not be sent'))
  }

  return accept({ email, isMailAway: !((await effects.mail.isReady?.()) ?? true) })
}
