import { m } from '#messages'
import { isRole } from '../domain/roles.ts'
import { sayRole } from './say-people.ts'

type Facts = Readonly<Record<string, string | number | boolean | null>>
type Told = { actor: string; member: string; facts: Facts }

const number = (facts: Facts, name: string): string => String(facts[name] ?? '')

const roleNames = (codes: Facts[string] | undefined): string =>
  String(codes ?? '')
    .split(' ')
    .filter(isRole)
    .map(sayRole)
    .join(', ') || '–'

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
  'invited-by-mail': ({ actor, facts }) =>
    m.people_act_invited_by_mail({ actor, people: number(facts, 'people') }),
  'codes-printed': ({ actor, facts }) =>
    m.people_act_codes_printed({ actor, people: number(facts, 'people') }),
  'invited-again': ({ actor, member }) => m.people_act_invited_again({ actor, member }),
  'code-printed': ({ actor, member }) => m.people_act_code_printed({ actor, member }),
  'sending-hours-set': ({ actor, facts }) =>
    m.people_act_sending_hours_set({ actor, from: number(facts, 'from'), until: number(facts, 'until') }),
  'staff-list-imported': ({ actor, facts }) =>
    m.people_act_staff_list_imported({
      actor,
      added: number(facts, 'added'),
      changed: number(facts, 'changed'),
      closed: number(facts, 'closed'),
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
