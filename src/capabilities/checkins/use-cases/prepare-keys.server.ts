import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { findWave, setKeysMade } from '../data/waves.server.ts'
import { keyFileOf } from '../keys/key-file.server.ts'
import { makeKeys } from '../keys/make-keys.server.ts'

/** Makes the keys that a draft will need, ahead of its announcement and out of everybody's way. */
export const prepareKeys = async (
  checkins: Checkins,
  given: { organisation: OrganisationId; wave: WaveId },
): Promise<void> => {
  const inOrganisation = checkins.database.inOrganisation
  const find = () => inOrganisation(given.organisation, (tx) => findWave(tx, given.wave))
  const wave = await find()
  if (wave?.state !== 'draft') return
  await makeKeys({
    dataDir: checkins.dataDir,
    file: keyFileOf({ dataDir: checkins.dataDir, wave: wave.id }),
    wanted: wave.keysWanted,
    progress: (made) => inOrganisation(given.organisation, (tx) => setKeysMade(tx, { wave: wave.id, made })),
  }).catch(async (error: unknown) => {
    // A draft that was thrown away meanwhile took its file with it: there is nothing left to make, and nothing wrong.
    if (await find()) throw error
  })
}
