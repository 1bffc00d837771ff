import { listAllOrganisations } from '../../data/organisations.server.ts'
import { listSupportEntries } from '../../data/support.server.ts'
import { isDueAgain } from '../../domain/support/support-entry.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'

/** How many organisations have a support page that is due to be checked again. For the one who runs the site. */
export const countOldSupport = async (effects: Pick<Effects, 'database' | 'clock'>): Promise<number> => {
  const { database, clock } = effects
  let old = 0
  for (const { id, timeZone } of await database.inSite(listAllOrganisations)) {
    const today = todayIn({ now: clock.now(), zone: timeZone })
    const entries = await database.inOrganisation(id, listSupportEntries)
    if (entries.some(({ checkedOn }) => isDueAgain({ checkedOn, today }))) old += 1
  }
  return old
}
