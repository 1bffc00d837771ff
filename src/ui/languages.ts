import { m } from '#messages'
import { isLocale, type Locale, locales } from '#messages/runtime.js'

/** A language that the whole of Kith is written in. */
export type Language = Locale
export const languages: readonly Language[] = locales
export const isLanguage = (given: unknown): given is Language => isLocale(given)

/** The name of the address's parameter by which somebody chooses, and of what keeps the choice. */
export const languageParameter = 'read-in'
export const languageKept = 'kith-language'

/** Each language by its own name: whoever looks for hers reads no other. */
export const nameOfLanguage = (language: Language): string => m.ui_language_name({}, { locale: language })

/** The first of the wished-for tags (`fr-CA`, `ar`) that Kith is written in. */
export const firstSpoken = (tags: readonly (string | null | undefined)[]): Language | undefined =>
  tags.map((tag) => tag?.toLowerCase().split('-')[0]).find(isLanguage)

/**
 * The best language for an `Accept-Language` header: by weight, then in the order written. Undefined where it names none
 * of ours, or where there is no header.
 */
export const languageAccepted = (header: string | null): Language | undefined => {
  const wishes = (header ?? '').slice(0, 500).split(',')
  const weighed = wishes.map((wish) => {
    const [tag = '', ...parameters] = wish.trim().split(';')
    const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find(Boolean)
    return { tag, weight: weight === undefined ? 1 : Number(weight) }
  })
  const wanted = weighed.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight)
  return firstSpoken(wanted.map(({ tag }) => tag))
}
