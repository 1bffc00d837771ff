import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { baseLocale, isLocale } from '#messages/runtime.js'

/** Why a check-in ended without its answers, for the public chain, in the organisation’s own language. */
export const whyNotReadable = ({ language }: OrganisationSummary): string =>
  m.wave_not_readable_why({}, { locale: isLocale(language) ? language : baseLocale })
