import type { Tx } from '#platform/database/database.server.ts'
import { deleteOldEligible } from '../data/eligible.server.ts'

/**
 * Forgets who was asked, and the names that were read with it, in check-ins that were over before a day. The newest of
 * each series stays: the next one counts from it how many came and went. Answers how many lines went.
 */
export const forgetWhoWasAsked = (tx: Tx, given: { before: Date }): Promise<number> =>
  deleteOldEligible(tx, given.before)
