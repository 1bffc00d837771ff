import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { baseLocale, isLocale } from '#messages/runtime.js'
import { moment } from '#ui/format.ts'

/** Why a restore cancelled a check-in, for the public chain, in the organisation's own language. */
export const whyRestored = (given: { organisation: OrganisationSummary; madeAt: Date }): string => {
  const { language, timeZone: zone } = given.organisation
  const locale = isLocale(language) ? language : baseLocale
  return m.wave_restored_why({ day: moment({ at: given.madeAt, zone, locale, year: true }) }, { locale })
}
