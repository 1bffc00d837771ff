import { randomBytes } from 'node:crypto'
import type { Tx } from '#platform/database/database.server.ts'
import type { ReportingGroup } from '../domain/reporting-groups.ts'
import type { Wave } from '../domain/wave.ts'
import { insertGroups } from './eligible.server.ts'
import type { CheckinTables } from './tables.ts'
import { insertWave } from './waves.server.ts'

/**
 * Writes a wave that never ran as one that is over. It has no manifest and its groups have no keys: the chain and the
 * collector know only what really was announced.
 */
export const insertInventedWave = async (
  tx: Tx,
  given: { wave: Wave; plan: string; questions: string; groups: readonly ReportingGroup[] },
): Promise<void> => {
  const { wave, plan, questions } = given
  await insertWave(tx, wave)
  await tx
    .withTables<CheckinTables>()
    .updateTable('org.wave')
    .set({ eligible: wave.eligible, plan, questions })
    .where('id', '=', wave.id)
    .execute()
  await insertGroups(tx, {
    organisation: wave.organisation,
    wave: wave.id,
    groups: given.groups.map(({ id, name, eligible, unitNames }, position) => ({
      id,
      name,
      position,
      eligible,
      unitNames,
      way: 'devices',
      people: null,
      keyId: randomBytes(32),
      spki: Buffer.alloc(0),
      entry: '{}',
      path: [],
    })),
  })
}
