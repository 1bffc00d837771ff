import type { Actor } from '#capabilities/people/index.ts'
import type { Wave } from './domain/wave.ts'

/** Plans, announces and cancels check-ins. In the commons nobody asks: nobody there has an employer who could act. */
export const mayPlanWaves = (actor: Actor): boolean =>
  actor.roles.includes('wellbeing-lead') && !actor.organisation.isCommons

/** Pastes the wording of a questionnaire for which the organisation holds the permission. */
export const mayPasteTexts = (actor: Actor): boolean => actor.roles.includes('administrator')

/** Names the witnesses outside of the organisation. */
export const mayNameWitnesses = (actor: Actor): boolean =>
  actor.roles.includes('administrator') && !actor.organisation.isCommons

/** Prints the sheets of a group without devices: whoever may announces, or looks after people. */
export const mayPrintSheets = (actor: Actor): boolean =>
  mayPlanWaves(actor) || (actor.roles.includes('administrator') && !actor.organisation.isCommons)

/** Names those who hold the keys, and ends their office. The commons asks nothing, and needs none. */
export const mayNameTrustees = (actor: Actor): boolean =>
  actor.roles.includes('administrator') && !actor.organisation.isCommons

/** A draft is its planners' business; from the announcement on, everybody sees the same. */
export const maySeeWave = (actor: Actor, wave: Wave): boolean => wave.state !== 'draft' || mayPlanWaves(actor)

/** Says to everybody what will come of a result, and what will not. */
export const mayReply = (actor: Actor): boolean => mayPlanWaves(actor)
