import { m } from '#messages'
import type { HostKind, Role } from '../domain/roles.ts'

const roleNames: Record<Role, () => string> = {
  administrator: m.people_role_administrator,
  'wellbeing-lead': m.people_role_wellbeing_lead,
  facilitator: m.people_role_facilitator,
}
const roleTasks: Record<Role, () => string> = {
  administrator: m.people_role_administrator_small,
  'wellbeing-lead': m.people_role_wellbeing_lead_small,
  facilitator: m.people_role_facilitator_small,
}
export const sayRole = (role: Role): string => roleNames[role]()
export const sayRoleTask = (role: Role): string => roleTasks[role]()

const hosts: Record<HostKind, (facts: { organisation: string }) => string> = {
  employer: m.people_host_employer,
  independent: m.people_host_independent,
  members: m.people_host_members,
}

/** Who runs the site and what that means: generated from the setting, edited by nobody. */
export const sayHost = (given: { hostKind: HostKind; organisation: string }): string =>
  hosts[given.hostKind]({ organisation: given.organisation })

const statuses = {
  invited: m.people_status_not_joined,
  active: m.people_status_joined,
  left: m.people_status_left,
}

/** Where somebody stands, in a shape and a word. */
export const sayStatus = (person: {
  status: 'invited' | 'active' | 'left'
  isInvited: boolean
  isUndeliverable: boolean
}): { kind: 'told' | 'done' | 'wait' | 'wrong'; words: string } => {
  if (person.status === 'active') return { kind: 'done', words: statuses.active() }
  if (person.status === 'left') return { kind: 'told', words: statuses.left() }
  if (person.isUndeliverable) return { kind: 'wrong', words: m.people_status_undeliverable() }
  return person.isInvited
    ? { kind: 'wait', words: m.people_status_invited() }
    : { kind: 'told', words: statuses.invited() }
}
