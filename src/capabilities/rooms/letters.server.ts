import type { Letters, MessageFacts } from '#capabilities/people/index.server.ts'
import { isId } from '#kernel/ids.ts'
import { m } from '#messages'
import { calendarFile } from '#platform/calendar/calendar-file.ts'
import { day } from '#ui/format.ts'
import { findToTell } from './data/after/follow-ups.server.ts'
import { followUpLetter } from './use-cases/after/follow-up.server.ts'

/** The letters that rooms ask people to send. None of them says what anybody said. */
export const roomLetters = {
  [followUpLetter]: async (facts: MessageFacts) => {
    const { about, tx, member, language: locale, organisation, publicUrl, now } = facts
    const found = isId(about) ? await findToTell(tx, { followUp: about, members: [member.id] }) : undefined
    if (!found) return undefined
    const { title, words, on } = found
    const url = `${publicUrl}/app/${organisation.slug}/rooms/${found.room}/record`
    return {
      to: member.email,
      subject: m.roomend_mail_subject({ organisation: organisation.name }, { locale }),
      text: m.roomend_mail_text({ title, words, url, day: day({ on, locale }) }, { locale }),
      calendar: {
        name: `kith-${on}.ics`,
        text: calendarFile({ id: found.room, title, words, address: url, on, madeAt: now }),
      },
    }
  },
} satisfies Letters
