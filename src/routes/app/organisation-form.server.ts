import { locales } from '#messages/runtime.js'

/** What a form about an organisation offers: every time zone, and the languages that Kith speaks. */
export const organisationChoices = () => ({
  timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')],
  languages: locales.map((code) => ({
    code,
    name: new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code,
  })),
  /** The machine's own clock is the likeliest; UTC means that nobody set it. */
  likelyTimeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
})
