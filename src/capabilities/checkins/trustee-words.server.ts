import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { baseLocale, isLocale } from '#messages/runtime.js'
import type { Letter } from '#platform/mail/mail.server.ts'
import { moment } from '#ui/format.ts'
import type { Wave } from './domain/wave.ts'

const localeOf = ({ language }: Pick<OrganisationSummary, 'language'>) =>
  isLocale(language) ? language : baseLocale

/** Why a check-in was never opened, for the public chain, in the organisation’s own language. */
export const whyNotReleased = (organisation: OrganisationSummary): string =>
  m.trustee_not_released_why({}, { locale: localeOf(organisation) })

/** What a trustee is written when a check-in waits for her: nothing in it tells more than the public chain does. */
export const noticeLetter = (given: {
  organisation: OrganisationSummary
  wave: Pick<Wave, 'title'>
  kind: 'waits' | 'still-waits'
  until: Date
  publicUrl: string
}): Pick<Letter, 'subject' | 'text'> => {
  const { organisation, kind } = given
  const locale = localeOf(organisation)
  const said = {
    organisation: organisation.name,
    title: given.wave.title,
    until: moment({ at: given.until, zone: organisation.timeZone, locale, year: true }),
    url: `${given.publicUrl}/trustees/${organisation.slug}`,
  }
  const text = kind === 'waits' ? m.mail_trustee_text : m.mail_trustee_again_text
  return { subject: m.mail_trustee_subject(said, { locale }), text: text(said, { locale }) }
}
