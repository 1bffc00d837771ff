import type { Words } from '../domain/format/format.ts'

const isWords = (value: object): value is Words => 'en' in value && 'ar' in value

/** Every text of a format or a dilemma, wherever it stands. */
export const textsOf = (value: unknown): Words[] => {
  if (typeof value !== 'object' || value === null) return []
  return isWords(value) ? [value] : Object.values(value).flatMap(textsOf)
}
