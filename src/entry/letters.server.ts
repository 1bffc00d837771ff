import { m } from '#messages'
import type { Letter } from '#platform/mail/mail.server.ts'

export const signInLetter = (options: { to: string; code: string }): Letter => ({
  to: options.to,
  subject: m.mail_code_subject({ code: options.code }),
  text: m.mail_code_text({ code: options.code }),
})
