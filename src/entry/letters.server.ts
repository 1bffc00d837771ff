import { m } from '#messages'
import type { Letter } from '#platform/mail/mail.server.ts'
import { firstSpoken } from '#ui/languages.ts'

/** `language`: of the page from which the code was asked for. */
export const signInLetter = (options: { to: string; code: string; language: string | undefined }): Letter => {
  const locale = firstSpoken([options.language]) ?? 'en'
  return {
    to: options.to,
    subject: m.mail_code_subject({ code: options.code }, { locale }),
    text: m.mail_code_text({ code: options.code }, { locale }),
  }
}
