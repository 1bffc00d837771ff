import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import { type RecordKind, recordKinds } from '../domain/retention.ts'
import { isRole } from '../domain/roles.ts'
import { sayKind } from './say-kind.ts'
import { sayRole } from './say-people.ts'
import { saySupport } from './say-support.ts'

type Facts = Readonly<Record<string, string | number | boolean | null>>
type Told = { actor: string; member: string; facts: Facts }

/** Numbers as the page writes them. */
const written = (value: Facts[string] | undefined): string =>
  typeof value === 'number' ? number({ value, locale: getLocale() }) : String(value ?? '')
const fact = (facts: Facts, name: string): string => written(facts[name])

const roleNames = (codes: Facts[string] | undefined): string =>
  String(codes ?? '')
    .split(' ')
    .filter(isRole)
    .map(sayRole)
    .join(', ') || m.people_act_no_role()

const isKind = (text: string): text is RecordKind => (recordKinds as readonly string[]).includes(text)

/** How many of each kind were removed, as a list. */
const counts = (facts: Facts): string =>
  Object.entries(facts)
    .map(([kind, count]) =>
      m.people_removed_count({
        kind: isKind(kind) ? sayKind(kind).name : m.people_removed_staff_lists(),
        count: written(count),
      }),
    )
    .join(', ')

const acts: Record<string, (told: Told) => string> = {
  'organisation-founded': ({ actor }) => m.people_act_organisation_founded({ actor }),
  'member-joined': ({ actor }) => m.people_act_member_joined({ actor }),
  'member-came-in-by-code': ({ actor }) => m.people_act_member_came_in_by_code({ actor }),
  'member-left': ({ actor, member }) => m.people_act_member_left({ actor, member }),
  'member-deleted-herself': () => m.people_act_member_deleted_herself(),
  'roles-changed': ({ actor, member, facts }) =>
    m.people_act_roles_changed({
      actor,
      member,
      before: roleNames(facts.before),
      after: roleNames(facts.after),
    }),
  'lead-named': ({ actor, member }) => m.people_act_lead_named({ actor, member }),
  'lead-ended': ({ actor, member }) => m.people_act_lead_ended({ actor, member }),
  'team-added': ({ actor, facts }) => m.people_act_team_added({ actor, name: fact(facts, 'name') }),
  'team-renamed': ({ actor, facts }) =>
    m.people_act_team_renamed({ actor, before: fact(facts, 'before'), name: fact(facts, 'name') }),
  'team-moved': ({ actor, facts }) => m.people_act_team_moved({ actor, name: fact(facts, 'name') }),
  'team-put-in-order': ({ actor, facts }) =>
    m.people_act_team_put_in_order({ actor, name: fact(facts, 'name') }),
  'teams-merged': ({ actor, facts }) =>
    m.people_act_teams_merged({
      actor,
      before: fact(facts, 'before'),
      name: fact(facts, 'name'),
      people: fact(facts, 'people'),
    }),
  'team-closed': ({ actor, facts }) => m.people_act_team_closed({ actor, name: fact(facts, 'name') }),
  'person-added': ({ actor, member }) => m.people_act_person_added({ actor, member }),
  'person-corrected': ({ actor, member }) => m.people_act_person_corrected({ actor, member }),
  'person-moved': ({ actor, member }) => m.people_act_person_moved({ actor, member }),
  'people-merged': ({ actor, member }) => m.people_act_people_merged({ actor, member }),
  'member-brought-back': ({ actor, member }) => m.people_act_member_brought_back({ actor, member }),
  'retention-changed': ({ actor }) => m.people_act_retention_changed({ actor }),
  'records-removed': ({ facts }) => m.people_act_records_removed({ counts: counts(facts) }),
  'audit-cut': ({ facts }) =>
    m.people_act_audit_cut({ entries: fact(facts, 'entries'), number: fact(facts, 'upTo') }),
  'invited-by-mail': ({ actor, facts }) =>
    m.people_act_invited_by_mail({ actor, people: fact(facts, 'people') }),
  'codes-printed': ({ actor, facts }) => m.people_act_codes_printed({ actor, people: fact(facts, 'people') }),
  'invited-again': ({ actor, member }) => m.people_act_invited_again({ actor, member }),
  'code-printed': ({ actor, member }) => m.people_act_code_printed({ actor, member }),
  'sending-hours-set': ({ actor, facts }) =>
    m.people_act_sending_hours_set({ actor, from: fact(facts, 'from'), until: fact(facts, 'until') }),
  'support-checked': ({ actor, facts }) =>
    m.people_act_support_checked({ actor, section: saySupport(fact(facts, 'kind')) }),
  'support-listed': ({ actor }) => m.people_act_support_listed({ actor }),
  'support-unlisted': ({ actor }) => m.people_act_support_unlisted({ actor }),
  'staff-list-imported': ({ actor, facts }) =>
    m.people_act_staff_list_imported({
      actor,
      added: fact(facts, 'added'),
      changed: fact(facts, 'changed'),
      closed: fact(facts, 'closed'),
    }),
}

/** An entry of the audit as a sentence; undefined for acts of others, which are shown by their code. */
export const sayAct = (entry: {
  act: string
  actorName: string | null
  memberName: string | null
  facts: Facts
}): string | undefined =>
  acts[entry.act]?.({
    actor: entry.actorName ?? m.people_act_nobody(),
    member: entry.memberName ?? m.people_act_nobody(),
    facts: entry.facts,
  })
