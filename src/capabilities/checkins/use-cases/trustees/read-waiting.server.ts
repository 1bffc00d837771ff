import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { TrusteeId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { countFreeSlots } from '../../data/trustees/slots.server.ts'
import { listTrustees } from '../../data/trustees/trustees.server.ts'
import { findFrozen, listWaves } from '../../data/waves.server.ts'
import type { Manifest, Trustee } from '../../domain/manifest/manifest.ts'
import type { Office } from '../../domain/trustees/trustee.ts'
import { collectsUntil, type Wave } from '../../domain/wave.ts'
import { keyFileOf, readKeyFile } from '../../keys/key-file.server.ts'

/** A check-in that is over and waits for the parts of its trustees; the manifest as it was signed, byte for byte. */
export type WaitingWave = {
  readonly wave: WaveId
  readonly manifest: string
  readonly signature: string
  /** The public halves of the parts that are still missing. */
  readonly missing: readonly string[]
}

/** All that the page of the trustees needs, for anybody who opens it: it is all public, or tells nothing. */
export type Waiting = {
  readonly organisation: {
    readonly id: string
    readonly slug: string
    readonly name: string
    readonly timeZone: string
  }
  readonly trustees: readonly {
    readonly id: TrusteeId
    readonly office: Office
    readonly name: string
    readonly identity: string
    readonly free: number
  }[]
  readonly waves: readonly WaitingWave[]
}

export const readWaiting = async (on: {
  checkins: Checkins
  organisation: OrganisationSummary
}): Promise<Waiting> => {
  const { id, slug, name, timeZone } = on.organisation
  const found = await on.checkins.database.inOrganisation(id, async (tx) => {
    const free = await countFreeSlots(tx)
    const trustees = (await listTrustees(tx)).flatMap(({ id, office, name, identity, endedAt }) =>
      identity === null || endedAt !== null ? [] : [{ id, office, name, identity, free: free.get(id) ?? 0 }],
    )
    const over = (await listWaves(tx, ['open', 'closing'])).filter(
      (wave) => on.checkins.steady.now() >= collectsUntil(wave),
    )
    const waves: { wave: Wave; manifest: string; signature: Buffer; trustees: readonly Trustee[] }[] = []
    for (const wave of over) {
      const held = await readHeld(tx, wave.id)
      if (held) waves.push({ wave, ...held })
    }
    return { trustees, waves }
  })
  const waves: WaitingWave[] = []
  for (const { wave, manifest, signature, trustees } of found.waves) {
    const missing = await missingParts(on.checkins, wave.id)
    if (missing.length > 0 && trustees.length > 0)
      waves.push({ wave: wave.id, manifest, signature: signature.toString('base64url'), missing })
  }
  return { organisation: { id, slug, name, timeZone }, trustees: found.trustees, waves }
}

/** What was signed of a check-in that has trustees; undefined for one that has none. */
export const readHeld = async (tx: Tx, wave: WaveId) => {
  const frozen = await findFrozen(tx, wave)
  if (!frozen?.manifest || !frozen.manifest_signature) return undefined
  const { trustees = [], waitsUntil } = JSON.parse(frozen.manifest) as Manifest
  if (trustees.length === 0) return undefined
  return { manifest: frozen.manifest, signature: frozen.manifest_signature, trustees, waitsUntil }
}

/** The public halves of the parts that have not come; none where the site has the key itself, or the wave is over. */
export const missingParts = async (checkins: Pick<Checkins, 'dataDir'>, wave: WaveId): Promise<string[]> => {
  const keys = await readKeyFile(keyFileOf({ dataDir: checkins.dataDir, wave }))
  if (!keys || !('parts' in keys.waveKey)) return []
  return keys.waveKey.parts.flatMap((part) => (part.privateKey === null ? [part.publicKey] : []))
}
