import {
  isSendingNow,
  type OrganisationSummary,
  pushWaits,
  readSendingHours,
} from '#capabilities/people/index.server.ts'
import type { OrganisationId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'

// Keyed by the running site, so that this module itself keeps nothing.
const quiet = new WeakMap<Checkins, Set<OrganisationId>>()

/** When an organisation's sending hours begin, what waited for them is sent; so is a push that
 * waited for somebody’s own quiet hours. A start sends it without this. */
export const wakeHeldMessages = async (
  checkins: Checkins,
  organisation: OrganisationSummary,
): Promise<void> => {
  const { id, timeZone } = organisation
  const hours = await checkins.database.inOrganisation(id, readSendingHours)
  const were = quiet.get(checkins) ?? new Set()
  quiet.set(checkins, were)
  if (!isSendingNow({ at: checkins.clock.now(), hours, timeZone })) were.add(id)
  else if (were.delete(id) || (await checkins.database.inOrganisation(id, pushWaits)))
    await checkins.jobs.send('send-messages', {})
}
