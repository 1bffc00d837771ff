import { witnessAudit } from '#platform/audit/witness.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { Effects } from '../../effects.ts'

/** Remembers outside the database how each organisation's audit ends; what does not fit any more is logged. */
export const witnessAudits = async (
  effects: Pick<Effects, 'database' | 'log' | 'settings'>,
): Promise<void> => {
  const { database, log, settings } = effects
  for (const { id } of await database.inSite(listAllOrganisations))
    await witnessAudit({ database, log, dataDir: settings.dataDir }, id)
}
