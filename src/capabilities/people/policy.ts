import type { Actor } from './domain/actor.ts'

type Asked = Pick<Actor, 'roles' | 'isOperator'>

/** An administrator looks after the staff list: she imports it, invites, gives roles, names leads, closes accounts. */
export const mayLookAfterPeople = (actor: Asked): boolean => actor.roles.includes('administrator')

/** Administrators and wellbeing leads read who did what. */
export const mayReadAudit = (actor: Asked): boolean =>
  actor.roles.includes('administrator') || actor.roles.includes('wellbeing-lead')

/** The operator runs the machine; that alone opens nothing inside an organisation. */
export const mayOperate = (actor: Asked): boolean => actor.isOperator
