import type { Actor } from './domain/actor.ts'

type Asked = Pick<Actor, 'roles' | 'isOperator'> & { organisation: Pick<Actor['organisation'], 'isCommons'> }

/**
 * An administrator looks after the staff list: she imports it, invites, gives roles, names leads, closes accounts. In
 * the commons nobody does: whoever joined without an employer is seen by no administrator.
 */
export const mayLookAfterPeople = (actor: Asked): boolean =>
  actor.roles.includes('administrator') && !actor.organisation.isCommons

/** Administrators and wellbeing leads read who did what. In the commons it would be a list of who is there. */
export const mayReadAudit = (actor: Asked): boolean =>
  (actor.roles.includes('administrator') || actor.roles.includes('wellbeing-lead')) &&
  !actor.organisation.isCommons

/** Administrators and wellbeing leads decide at which hours messages leave. */
export const maySetSendingHours = (actor: Asked): boolean => mayReadAudit(actor)

/** The operator runs the machine; that alone opens nothing inside an organisation. */
export const mayOperate = (actor: Asked): boolean => actor.isOperator

/** Who must see to it that people find help: administrators fill the page, wellbeing leads cannot announce without it. */
export const mayMindSupport = (actor: Asked): boolean =>
  mayLookAfterPeople(actor) || actor.roles.includes('wellbeing-lead')
