import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { m } from '#messages'
import { baseLocale, isLocale } from '#messages/runtime.js'
import { list } from '#ui/format.ts'

/** Why a check-in never opened, for the public chain, in the organisation’s own language. */
export const whyNotSigned = (
  { language }: Pick<OrganisationSummary, 'language'>,
  given: { names: readonly string[] },
): string => {
  const locale = isLocale(language) ? language : baseLocale
  return m.witness_not_signed_why({ names: list({ names: [...given.names], locale }) }, { locale })
}
