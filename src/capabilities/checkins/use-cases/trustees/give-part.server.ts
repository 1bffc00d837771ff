import * as v from 'valibot'
import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { PartRequest } from '../../contract/trustee-forms.ts'
import { findFrozen, findWaveForUpdate } from '../../data/waves.server.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import type { TrusteeRefusal } from '../../domain/trustees/refusals.ts'
import { collectsUntil } from '../../domain/wave.ts'
import { keyFileOf } from '../../keys/key-file.server.ts'
import { keepPart } from '../../keys/wave-key.server.ts'

type Given = Result<{ isNew: boolean }, TrusteeRefusal>

/**
 * Takes a trustee's part of the key of one check-in, once it is over. It is kept in the key file alone, until all parts
 * are there; then the rhythm opens, counts and destroys. The same part again changes nothing.
 */
export const givePart = async (
  input: { request: unknown },
  on: { checkins: Checkins; organisation: OrganisationSummary },
): Promise<Given> => {
  const request = v.safeParse(PartRequest, input.request)
  if (!request.success || !isId(request.output.wave)) return refuse({ code: 'trustees/not-readable' })
  const { publicKey, part: privateKey } = request.output
  const id = request.output.wave as WaveId
  const { checkins, organisation } = on
  const given = await checkins.database.inOrganisation<Given>(organisation.id, async (tx) => {
    // Held until the file is written: two trustees who act at once go one after the other.
    const wave = await findWaveForUpdate(tx, id)
    const { manifest } = (wave && (await findFrozen(tx, id))) ?? {}
    const trustees = manifest ? ((JSON.parse(manifest) as Manifest).trustees ?? []) : []
    const trustee = trustees.find((one) => one.publicKey === publicKey)
    if (!wave || !trustee) return refuse({ code: 'trustees/another-key' })
    if (checkins.steady.now() < collectsUntil(wave)) return refuse({ code: 'trustees/too-early' })
    if (wave.state !== 'open' && wave.state !== 'closing') return refuse({ code: 'trustees/not-waited-for' })
    const file = keyFileOf({ dataDir: checkins.dataDir, wave: id })
    const kept = await keepPart({ file, publicKey, privateKey })
    if (kept === 'another-key') return refuse({ code: 'trustees/another-key' })
    if (kept === 'kept')
      await note({
        tx,
        clock: checkins.clock,
        organisation: organisation.id,
        actor: null,
        act: 'check-in-part-given',
        facts: { wave: id, office: trustee.office },
      })
    return accept({ isNew: kept === 'kept' })
  })
  if (given.ok) await checkins.jobs.send('advance-waves', {})
  return given
}
