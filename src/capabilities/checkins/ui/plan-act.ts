import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { day, number } from '#ui/format.ts'

type Fact = string | number | boolean | null

const count = (value: Fact | undefined): string =>
  typeof value === 'number' ? number({ value, locale: getLocale() }) : String(value)
const dayOf = (facts: Readonly<Record<string, Fact>>): string =>
  day({ on: String(facts.day), locale: getLocale(), weekday: false, year: true })

/** What a lead did with a check-in, in a sentence; undefined for acts of others. */
export const sayCheckinAct = (entry: {
  act: string
  actorName: string | null
  facts: Readonly<Record<string, Fact>>
}): string | undefined => {
  const actor = entry.actorName ?? m.people_audit_site()
  const { cancelled, eligible, groups, instrument, language } = entry.facts
  switch (entry.act) {
    case 'check-in-announced':
      return m.wave_act_announced({ actor, people: count(eligible), groups: count(groups) })
    case 'check-in-cancelled':
      return m.wave_act_cancelled({ actor })
    case 'check-in-released':
      return m.wave_act_released()
    case 'trustee-named':
      return m.trustee_act_named({ actor })
    case 'trustee-link-made':
      return m.trustee_act_link({ actor })
    case 'trustee-ended':
      return m.trustee_act_ended({ actor })
    case 'trustee-code-made':
      return m.trustee_act_code()
    case 'trustee-parts-made':
      return m.trustee_act_parts()
    case 'check-in-part-given':
      return m.trustee_act_given()
    case 'check-in-not-released':
      return m.trustee_act_not_released()
    case 'check-in-not-readable':
      return m.wave_act_not_readable()
    case 'check-in-not-signed':
      return m.witness_act_not_signed()
    case 'site-restored':
      return m.wave_act_restored({ cancelled: count(cancelled) })
    case 'sheets-made':
      return m.paper_act_sheets({
        actor,
        group: String(entry.facts.group),
        sheets: count(entry.facts.sheets),
        printing: count(entry.facts.printing),
      })
    case 'reply-published':
      return m.reply_act_published({ actor, lines: count(entry.facts.lines) })
    case 'reply-outcome-told':
      return m.reply_act_outcome({ actor })
    case 'wording-pasted':
      return m.wave_act_pasted({ actor, instrument: String(instrument), language: String(language) })
    case 'series-planned':
      return m.series_act_planned({ actor })
    case 'series-changed':
      return m.series_act_changed({ actor })
    case 'series-paused':
      return m.series_act_paused({ actor })
    case 'series-resumed':
      return m.series_act_resumed({ actor })
    case 'series-ended':
      return m.series_act_ended({ actor })
    case 'series-date-skipped':
      return m.series_act_skipped({ actor, day: dayOf(entry.facts) })
    case 'series-date-taken-back':
      return m.series_act_taken_back({ actor, day: dayOf(entry.facts) })
    case 'witness-added':
      return m.wave_act_witness_added({ actor, name: String(entry.facts.name) })
    case 'witness-ended':
      return m.wave_act_witness_ended({ actor, name: String(entry.facts.name) })
    case 'witness-changed':
      return entry.facts.required === true
        ? m.wave_act_witness_required({ actor, name: String(entry.facts.name) })
        : m.wave_act_witness_optional({ actor, name: String(entry.facts.name) })
    default:
      return undefined
  }
}
