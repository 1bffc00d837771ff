const asciiOnly = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/u
// Joiners (U+200C, U+200D) belong to the spelling of Persian and Indic names and stay.
const unseen = /(?![\s\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu
const deceiving = /(?![\s])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u
const edges = /^[\s\u200c\u200d]+|[\s\u200c\u200d]+$/gu

/** One tidy line: NFC, single spaces, nothing that cannot be seen. Cleaning twice is cleaning once. */
export function cleanText(raw: string): string {
  if (asciiOnly.test(raw)) return raw
  return raw.toWellFormed().replace(unseen, '').normalize('NFC').replace(/\s+/gu, ' ').replace(edges, '')
}

/** True for control characters and for marks that reorder what the eye reads (Unicode TR 36, 2.5). */
export const hasDeceivingCharacters = (raw: string): boolean => !asciiOnly.test(raw) && deceiving.test(raw)

/**
 * True for a cell that a spreadsheet would run when it meets it again in an export.
 * The leading characters are those of OWASP, CSV Injection, with their full-width forms.
 */
export const isFormula = (raw: string): boolean =>
  /^[\t\r]/u.test(raw) || /^[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(cleanText(raw))

/** Empty, or only the dash that people write for “nothing”. */
export const isBlank = (cleaned: string): boolean => /^[-\u2013\u2014]?$/u.test(cleaned)

/** Equal for two spellings that differ only in case or joiners; accents count. Takes cleaned text. */
export function exactKey(cleaned: string): string {
  const lower = cleaned.toLowerCase()
  return asciiOnly.test(lower) ? lower : lower.replace(/[\u200c\u200d]/gu, '').normalize('NFC')
}

/** Equal for two spellings that differ in case, accents, width or punctuation. For likeness, never for identity. */
export const looseKey = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\u0640]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Length as a person counts letters, near enough: code points. */
export const lengthOf = (text: string): number => (text.length < 2 ? text.length : [...text].length)

/** What a cell says, safe and short enough to show beside its problem. */
export function excerpt(raw: string): string {
  const letters = [...cleanText(raw.slice(0, 400))]
  return letters.length > 80 ? `${letters.slice(0, 80).join('')}…` : letters.join('')
}
