import { m } from '#messages'

type Fact = string | number | boolean | null

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
      return m.wave_act_announced({ actor, people: String(eligible), groups: String(groups) })
    case 'check-in-cancelled':
      return m.wave_act_cancelled({ actor })
    case 'check-in-released':
      return m.wave_act_released()
    case 'site-restored':
      return m.wave_act_restored({ cancelled: String(cancelled) })
    case 'wording-pasted':
      return m.wave_act_pasted({ actor, instrument: String(instrument), language: String(language) })
    default:
      return undefined
  }
}
