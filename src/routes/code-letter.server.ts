import { m } from '#messages'

/** Six digits in a letter, the same words whether they sign somebody in or let her join. */
export const codeLetter = (given: { to: string; code: string }) => ({
  to: given.to,
  subject: m.mail_code_subject({ code: given.code }),
  text: m.mail_code_text({ code: given.code }),
})
