import { countWaiting } from '../../data/messages.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { Effects } from '../../effects.ts'

/** How many letters of all organisations together wait, and how many gave up. For the one who runs the site. */
export const countLetters = async (
  effects: Pick<Effects, 'database'>,
): Promise<{ waiting: number; gaveUp: number }> => {
  const all = { waiting: 0, gaveUp: 0 }
  for (const { id } of await effects.database.inSite(listAllOrganisations)) {
    const { waiting, gaveUp } = await effects.database.inOrganisation(id, countWaiting)
    all.waiting += waiting
    all.gaveUp += gaveUp
  }
  return all
}
