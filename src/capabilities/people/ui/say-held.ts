import { m } from '#messages'
import { day, moment } from '#ui/format.ts'
import type { Held, HeldFact, HeldGroup } from '../domain/held.ts'
import { shownFields, workingPatterns } from '../domain/profile.ts'
import { isRole } from '../domain/roles.ts'
import { sayRole } from './say-people.ts'
import { sayLanguages, sayPattern, sayShown } from './say-profile.ts'

const groups: Record<HeldGroup, { title: () => string; why: () => string }> = {
  account: { title: m.data_group_account, why: m.data_why_account },
  passkeys: { title: m.data_group_passkeys, why: m.data_why_passkeys },
  provider: { title: m.data_group_provider, why: m.data_why_provider },
  sessions: { title: m.data_group_sessions, why: m.data_why_sessions },
  places: { title: m.data_group_places, why: m.data_why_places },
  'staff-list': { title: m.data_group_staff_list, why: m.data_why_staff_list },
  profile: { title: m.data_group_profile, why: m.data_why_profile },
  roles: { title: m.data_group_roles, why: m.data_why_roles },
  invitations: { title: m.data_group_invitations, why: m.data_why_invitations },
  letters: { title: m.data_group_letters, why: m.data_why_letters },
  push: { title: m.data_group_push, why: m.data_why_push },
  access: { title: m.data_group_access, why: m.data_why_access },
  asked: { title: m.data_group_asked, why: m.data_why_asked },
  history: { title: m.data_group_history, why: m.data_why_history },
  planned: { title: m.data_group_planned, why: m.data_why_planned },
  rooms: { title: m.data_group_rooms, why: m.data_why_rooms },
  'rooms-led': { title: m.data_group_rooms_led, why: m.data_why_rooms_led },
  uploads: { title: m.data_group_uploads, why: m.data_why_uploads },
  audit: { title: m.data_group_audit, why: m.data_why_audit },
}
export const sayHeldGroup = (group: HeldGroup): { title: string; why: string } => ({
  title: groups[group].title(),
  why: groups[group].why(),
})

const facts: Record<string, () => string> = {
  act: m.data_fact_act,
  at: m.data_fact_at,
  chosenName: m.people_profile_name,
  closesAt: m.data_fact_closes,
  email: m.people_account_email,
  expiresAt: m.data_fact_expires,
  file: m.data_fact_file,
  group: m.data_fact_group,
  isOperator: m.data_fact_operator,
  isKeyKept: m.data_fact_key,
  isTicketFetched: m.data_fact_ticket,
  issuer: m.data_fact_issuer,
  joinedOn: m.data_fact_joined,
  kind: m.data_fact_kind,
  languages: m.people_profile_languages,
  language: m.data_fact_language,
  leftOn: m.data_fact_left,
  madeAt: m.data_fact_made,
  manager: m.people_column_manager,
  minutes: m.data_fact_minutes,
  name: m.people_account_name,
  number: m.data_fact_number,
  on: m.data_fact_on,
  opensAt: m.data_fact_opens,
  organisation: m.data_fact_organisation,
  profession: m.people_account_profession,
  quietFrom: m.data_fact_quiet_from,
  quietUntil: m.data_fact_quiet_until,
  role: m.data_fact_role,
  sentAt: m.data_fact_sent,
  service: m.data_fact_service,
  shown: m.people_profile_shown,
  startOn: m.people_column_start_on,
  state: m.data_fact_state,
  status: m.data_fact_state,
  subject: m.data_fact_subject,
  team: m.people_account_team,
  title: m.data_fact_title,
  usedAt: m.data_fact_used,
  shift: m.people_column_shift,
  way: m.data_fact_way,
  wantsLetter: m.data_fact_wants_letter,
  who: m.data_fact_who,
  workplace: m.people_column_workplace,
  workingPattern: m.people_profile_pattern,
}
/** The name of a fact; undefined for one that nobody has named yet. */
export const sayHeldFact = (name: string): string | undefined => facts[name]?.()

const codes: Record<string, () => string> = {
  announced: m.wave_stage_announced,
  cancelled: m.wave_stage_cancelled,
  'check-in-cancelled': m.data_kind_cancelled,
  'check-in-open': m.data_kind_open,
  'check-in-reminder': m.data_kind_reminder,
  closing: m.wave_stage_counting,
  draft: m.wave_stage_draft,
  ended: m.series_state_ended,
  open: m.wave_stage_open,
  over: m.data_state_over,
  'room-follow-up': m.data_kind_room_follow_up,
  paused: m.series_state_paused,
  released: m.wave_stage_released,
  running: m.series_state_running,
  active: m.people_status_joined,
  invited: m.people_status_not_joined,
  left: m.people_status_left,
  lead: m.people_unit_lead,
  mail: m.people_way_mail,
  printed: m.people_way_printed,
  record: m.data_way_record,
  'code-list': m.data_way_code_list,
  'staff-list': m.data_way_staff_list,
  invitation: m.data_kind_invitation,
}
const isOneOf = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text)

const sayCode = (text: string): string => {
  if (isRole(text)) return sayRole(text)
  if (isOneOf(workingPatterns, text)) return sayPattern(text)
  if (isOneOf(shownFields, text)) return sayShown(text)
  const shown = /^push:(.+)$/.exec(text)?.[1]
  if (shown) return m.data_kind_shown({ what: sayCode(shown) })
  return codes[text]?.() ?? text
}

/** An act of the audit in a sentence; the slices each know their own. */
export type SayAct = (entry: {
  act: string
  actorName: string | null
  memberName: string | null
  facts: Readonly<Record<string, string | number | boolean | null>>
}) => string | undefined

/** Acts of the audit as sentences. Whom else they were about is not for her to read, so that they stay unnamed. */
export const actsInWords = (held: readonly Held[], say: SayAct): readonly Held[] => {
  const listed = held.find(({ group }) => group === 'staff-list')?.entries[0]?.name
  const her = typeof listed === 'string' ? listed : m.data_act_you()
  return held.map(({ group, entries }) => ({
    group,
    entries: group === 'audit' ? entries.map((entry) => actInWords(entry, { her, say })) : entries,
  }))
}

const actInWords = (
  entry: Held['entries'][number],
  { her, say }: { her: string; say: SayAct },
): Held['entries'][number] => {
  const { number, at, act, byHer, aboutHer, ...facts } = entry
  const said = say({
    act: String(act),
    actorName: byHer ? her : m.data_act_somebody(),
    memberName: aboutHer ? her : m.data_act_another(),
    facts: facts as Readonly<Record<string, string | number | boolean | null>>,
  })
  return { act: said ?? act ?? null, at: at ?? null, number: number ?? null }
}

const coded = new Set(['status', 'state', 'role', 'way', 'kind', 'workingPattern', 'shown'])

/** What is known, as she would read it; instants by the clock that is given. */
export const sayHeldValue = (given: {
  name: string
  value: HeldFact
  zone: string
  locale: string
}): string => {
  const { name, value, zone, locale } = given
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return m.data_nothing()
  if (name === 'language') return sayLanguages([String(value)], locale)
  if (typeof value === 'boolean') return value ? m.data_yes() : m.data_no()
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string')
    return name === 'languages' ? sayLanguages(value, locale) : value.map(sayCode).join(', ')
  if (name.endsWith('At') || name === 'at') return moment({ at: value, zone, locale })
  if (name.endsWith('On') || name === 'on') return day({ on: value, locale, weekday: false, year: true })
  return coded.has(name) ? sayCode(value) : value
}
