import { m } from '#messages'
import { day, moment } from '#ui/format.ts'
import type { HeldFact, HeldGroup } from '../domain/held.ts'
import { shownFields, workingPatterns } from '../domain/profile.ts'
import { isRole } from '../domain/roles.ts'
import { sayRole } from './say-people.ts'
import { sayLanguages, sayPattern, sayShown } from './say-profile.ts'

const groups: Record<HeldGroup, { title: () => string; why: () => string }> = {
  account: { title: m.data_group_account, why: m.data_why_account },
  passkeys: { title: m.data_group_passkeys, why: m.data_why_passkeys },
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
  planned: { title: m.data_group_planned, why: m.data_why_planned },
  uploads: { title: m.data_group_uploads, why: m.data_why_uploads },
  audit: { title: m.data_group_audit, why: m.data_why_audit },
}
export const sayHeldGroup = (group: HeldGroup): { title: string; why: string } => ({
  title: groups[group].title(),
  why: groups[group].why(),
})

const facts: Record<string, () => string> = {
  act: m.data_fact_act,
  byHer: m.data_fact_by_her,
  at: m.data_fact_at,
  chosenName: m.people_profile_name,
  closesAt: m.data_fact_closes,
  email: m.people_account_email,
  expiresAt: m.data_fact_expires,
  file: m.data_fact_file,
  group: m.data_fact_group,
  isOperator: m.data_fact_operator,
  isTicketFetched: m.data_fact_ticket,
  joinedOn: m.data_fact_joined,
  kind: m.data_fact_kind,
  languages: m.people_profile_languages,
  language: m.data_fact_language,
  leftOn: m.data_fact_left,
  madeAt: m.data_fact_made,
  manager: m.people_column_manager,
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
  state: m.people_search_status,
  status: m.people_search_status,
  team: m.people_account_team,
  title: m.data_fact_title,
  usedAt: m.data_fact_used,
  way: m.data_fact_way,
  who: m.data_fact_who,
  workingPattern: m.people_profile_pattern,
}
/** The name of a fact; undefined for one that nobody has named yet. */
export const sayHeldFact = (name: string): string | undefined => facts[name]?.()

const codes: Record<string, () => string> = {
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
  return codes[text]?.() ?? text
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
