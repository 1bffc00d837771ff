import type { Fields } from '../refusals.ts'

/** Whom a support page names, in the order in which it names them. */
export const supportKinds = ['emergency', 'crisis', 'occupational-health', 'counselling', 'peers'] as const
export type SupportKind = (typeof supportKinds)[number]

/** One way to help, as somebody who needs it reads it. Texts that do not apply are empty. */
export type SupportEntry = {
  kind: SupportKind
  /** False: somebody has looked, and there is none here. */
  isThere: boolean
  name: string
  phone: string
  /** A web page, an e-mail address, or a place in the building. */
  address: string
  hours: string
  languages: string
  /** The day, at the organisation, on which somebody saw for herself that this is right. */
  checkedOn: string
}

type Typed = Omit<SupportEntry, 'checkedOn'>

/** What is missing from an entry before anybody could use it. An emergency number needs no hours. */
export const problemsOfSupport = (entry: Typed): Fields => {
  const unclear: Fields =
    entry.phone !== '' && !hasDigits(entry.phone) ? { phone: 'support-number-unclear' } : {}
  if (entry.kind === 'emergency') return entry.phone === '' ? { phone: 'support-number-missing' } : unclear
  if (!entry.isThere) return {}
  return {
    ...unclear,
    ...(entry.phone === '' && entry.address === '' ? { phone: 'support-way-missing' as const } : {}),
    ...(entry.hours === '' ? { hours: 'support-hours-missing' as const } : {}),
    ...(entry.languages === '' ? { languages: 'support-languages-missing' as const } : {}),
  }
}

/** The shortest numbers anywhere have two digits; words may stand beside them. */
const hasDigits = (phone: string): boolean => (phone.match(/\p{Nd}/gu) ?? []).length >= 2

/** The kinds that nobody has filled in yet; none where the page is filled. */
export const missingSupport = (entries: readonly Pick<SupportEntry, 'kind'>[]): SupportKind[] =>
  supportKinds.filter((kind) => !entries.some((entry) => entry.kind === kind))

/** True a year after the check: numbers change, and nobody tells Kith. Both are ISO days. */
export const isDueAgain = (given: { checkedOn: string; today: string }): boolean =>
  `${Number(given.checkedOn.slice(0, 4)) + 1}${given.checkedOn.slice(4)}` <= given.today

/** What a telephone dials; undefined where words stand between the digits, as in an extension of the house. */
export const dialled = (phone: string): string | undefined => {
  if (!/^[\d\s+()./*#\u2010-\u2013-]+$/u.test(phone)) return undefined
  const digits = phone.replace(/[^\d+*#]/g, '')
  return /\d{2}/.test(digits) ? digits.replaceAll('#', '%23') : undefined
}

/** Where an address leads when it is one that a browser can open; undefined for a place in the building. */
export const openedAt = (address: string): string | undefined => {
  if (/^https?:\/\/\S+$/i.test(address)) return address
  return /^[^\s@:/?#]+@[^\s@:/?#]+\.[^\s@:/?#]+$/.test(address) ? `mailto:${address}` : undefined
}
