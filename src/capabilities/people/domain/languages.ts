/** The languages that Kith is written in: those of `messages/`. */
export const languages = ['en', 'es', 'fr', 'ar'] as const
export type Language = (typeof languages)[number]

export const isLanguage = (given: unknown): given is Language =>
  typeof given === 'string' && (languages as readonly string[]).includes(given)

/**
 * The language of somebody's letters: the one she chose; else the organisation's, if she speaks it or nothing is known
 * of her; else the first of hers that Kith is written in.
 */
export const languageOfLetters = (given: {
  chosen: string | null
  spoken: readonly string[]
  organisation: string
}): Language => {
  const { chosen, spoken, organisation } = given
  if (isLanguage(chosen)) return chosen
  const house = isLanguage(organisation) ? organisation : 'en'
  if (spoken.length === 0 || spoken.includes(house)) return house
  return spoken.find(isLanguage) ?? house
}
