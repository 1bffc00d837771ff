/**
 * Days, moments, numbers and shares in the words of a language. Pure: the locale always comes in.
 * Each page shows one set of digits, the one its language uses.
 */

/** `en` alone would be American in Intl; Kith writes British English and 24 hours. */
const spoken: Record<string, string> = { en: 'en-GB', ar: 'ar-u-nu-arab' }

const rightToLeft = new Set(['ar', 'fa', 'he', 'ur'])

function tag(locale: string): string {
  return spoken[locale] ?? locale
}

// Making a formatter costs a hundred times what using it does, and a page writes the same kinds of days again and again.
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()

function kept<F extends Intl.DateTimeFormat | Intl.NumberFormat, O>(
  Format: new (tag: string, options: O) => F,
  locale: string,
  options: O,
): F {
  const key = `${Format.name} ${locale} ${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known as F
  const made = new Format(tag(locale), options)
  formatters.set(key, made)
  return made
}

/** Which way a language runs; plots are computed for it, text is never mirrored. */
export function direction(locale: string): 'ltr' | 'rtl' {
  return rightToLeft.has(new Intl.Locale(locale).language) ? 'rtl' : 'ltr'
}

/**
 * A day of the calendar, such as “Monday 2 November”.
 * `on` is an ISO day (2026-11-02); the result depends on no time zone. Throws RangeError on a day that does not exist.
 */
export function day({
  on,
  locale,
  weekday = true,
  year = false,
}: {
  on: string
  locale: string
  weekday?: boolean
  year?: boolean
}): string {
  const date = new Date(`${on}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== on) {
    throw new RangeError(`not a day: ${on}`)
  }
  return written({ date, zone: 'UTC', locale, weekday, year })
}

/** A day for the axis of a plot, such as “2 Nov”. As `day`, it depends on no time zone. */
export function shortDay({ on, locale }: { on: string; locale: string }): string {
  return kept(Intl.DateTimeFormat, locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${on}T00:00:00Z`),
  )
}

/**
 * An instant by the clock of a place, such as “Monday 2 November, 08:00”.
 * `at` is a Date or an ISO instant; `zone` an IANA name such as Europe/Lisbon.
 */
export function moment({
  at,
  zone,
  locale,
  weekday = true,
  year = false,
}: {
  at: Date | string
  zone: string
  locale: string
  weekday?: boolean
  year?: boolean
}): string {
  const date = new Date(at)
  const parts = [written({ date, zone, locale, weekday, year }), clock({ at: date, zone, locale })]
  return parts.join(direction(locale) === 'rtl' ? '، ' : ', ')
}

/** The time of an instant by the clock of a place, on 24 hours: “08:00”. */
export function clock({ at, zone, locale }: { at: Date | string; zone: string; locale: string }): string {
  return kept(Intl.DateTimeFormat, locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(at))
}

/** A number with exactly `digits` decimals (none unless told) and the separators of the language. */
export function number({
  value,
  digits = 0,
  locale,
}: {
  value: number
  digits?: number
  locale: string
}): string {
  return kept(Intl.NumberFormat, locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  }).format(value)
}

/** A share given from 0 to 100, written with the sign of the language: “58%”. */
export function perCent({
  value,
  digits = 0,
  locale,
}: {
  value: number
  digits?: number
  locale: string
}): string {
  return kept(Intl.NumberFormat, locale, {
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'negative',
  }).format(value / 100)
}

const sizes = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** So many bytes in the unit that suits, by thousands: “1.4 GB”. */
export function bytes({ value, locale }: { value: number; locale: string }): string {
  const step = Math.min(sizes.length, Math.max(1, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  const size = value / 1000 ** step
  return kept(Intl.NumberFormat, locale, {
    style: 'unit',
    unit: sizes[step - 1] ?? 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: size < 10 && step > 1 ? 1 : 0,
  }).format(size)
}

/** What a language calls another: “Spanish”, “español”, “espagnol”. */
export function languageName({ code, locale }: { code: string; locale: string }): string {
  return new Intl.DisplayNames([tag(locale)], { type: 'language' }).of(code) ?? code
}

/** Several names in one sentence: “Imaging, Pharmacy and Therapies”. */
export function list({ names, locale }: { names: readonly string[]; locale: string }): string {
  return new Intl.ListFormat(tag(locale), { type: 'conjunction' }).format(names)
}

function written({
  date,
  zone,
  locale,
  weekday,
  year,
}: {
  date: Date
  zone: string
  locale: string
  weekday: boolean
  year: boolean
}): string {
  return kept(Intl.DateTimeFormat, locale, {
    day: 'numeric',
    month: 'long',
    ...(weekday ? { weekday: 'long' } : {}),
    ...(year ? { year: 'numeric' } : {}),
    timeZone: zone,
  }).format(date)
}
