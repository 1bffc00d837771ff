import type { WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { addPoints } from '#packages/blind-ticket/index.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { countFreeSlots, takeSlot } from '../../data/trustees/slots.server.ts'
import { listTrustees } from '../../data/trustees/trustees.server.ts'
import type { Trustee } from '../../domain/manifest/manifest.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import type { KeyFile } from '../../keys/key-file.server.ts'
import { settleWaveKey } from '../../keys/wave-key.server.ts'

/**
 * Gives a check-in that is being announced to the trustees of the moment: the next part of each, and the sum of them as
 * its key. Whoever was named and has made no code yet is none. One without parts stops the announcement: it must not go
 * on without her.
 */
export const takeParts = async (
  tx: Tx,
  given: { wave: WaveId; file: string },
): Promise<Result<{ trustees: Trustee[]; keys: KeyFile }, CheckinRefusal>> => {
  const holding = (await listTrustees(tx)).flatMap(({ id, office, name, identity, endedAt }) =>
    identity === null || endedAt !== null ? [] : [{ id, office, name, identity }],
  )
  // What is refused is kept all the same: nothing may be taken before it is sure.
  const free = await countFreeSlots(tx)
  const without = holding.find(({ id }) => !free.get(id))
  if (without) return refuse({ code: 'checkins/trustee-has-no-parts', name: without.name })
  const trustees: Trustee[] = []
  for (const { id, ...named } of holding) {
    const slot = await takeSlot(tx, { trustee: id, wave: given.wave })
    if (!slot) throw new Error('A part that was counted is not there.')
    trustees.push({ ...named, ...slot })
  }
  const parts = trustees.map(({ publicKey }) => publicKey)
  const sum = addPoints(parts.map((part) => Buffer.from(part, 'base64url')))
  if (trustees.length > 0 && !sum) throw new Error('The parts of two trustees cancel each other out.')
  const keys = await settleWaveKey({
    file: given.file,
    parts,
    sum: sum && Buffer.from(sum).toString('base64url'),
  })
  return accept({ trustees, keys })
}
