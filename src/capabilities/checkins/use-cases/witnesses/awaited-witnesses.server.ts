import type { WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { findManifestEntry, listCosignatures } from '../../data/chain.server.ts'
import { findFrozen } from '../../data/waves.server.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import { hashText } from '../../keys/signer.server.ts'

/** The names of those without whose signature no browser asks for a ticket, and who have not signed this wave yet. */
export const awaitedWitnesses = async (tx: Tx, wave: WaveId): Promise<string[]> => {
  const text = (await findFrozen(tx, wave))?.manifest
  if (!text) return []
  const required = ((JSON.parse(text) as Manifest).witnesses ?? []).filter(({ isRequired }) => isRequired)
  const entry = required.length > 0 ? await findManifestEntry(tx, hashText(text)) : undefined
  if (!entry) return []
  const signed = await listCosignatures(tx, { from: entry.number, to: entry.number })
  return required.filter(({ id }) => !signed.some(({ witness }) => witness === id)).map(({ name }) => name)
}
