import { accept, type Result, refuse } from '#kernel/result.ts'
import { addPoints } from '#packages/blind-ticket/index.ts'
import { fromBase64Url, toBase64Url } from '../manifest/digest.ts'
import type { Manifest, Trustee } from '../manifest/manifest.ts'
import { isProven } from './prove.ts'

export type TrusteesRefusal =
  /** A part without its two signatures, by somebody twice, or more than two. */
  | 'manifest/trustees-not-proven'
  /** The key to which answers would be sealed is not the one that the trustees hold together. */
  | 'manifest/key-not-theirs'
  /** A part that another check-in had: releasing the one would open the other. */
  | 'manifest/part-used-before'

/** Who holds the key, as one browser remembers it. */
export type Holder = Pick<Trustee, 'office' | 'name' | 'identity'>

/**
 * What this browser saw last in the organisation: the check-in, who held its key, and which parts belong to which
 * check-in.
 */
export type KnownHolders = {
  readonly wave: string
  readonly holders: readonly Holder[]
  readonly parts: readonly (readonly [publicKey: string, wave: string])[]
}

const partsRemembered = 200

/**
 * Whether nobody but the trustees named can open what is sealed to this manifest's key: each proves her part, and the sum
 * of their parts is the key. Without trustees it promises nothing, and says so elsewhere.
 *
 * @returns whom this browser knew to hold the key of the check-in before, where that was somebody else, and what to
 * remember from now on.
 */
export const checkTrustees = async (
  manifest: Manifest,
  known: KnownHolders | undefined,
): Promise<Result<{ before: readonly Holder[] | undefined; remember: KnownHolders }, TrusteesRefusal>> => {
  const trustees = manifest.trustees ?? []
  const isEach = (field: 'office' | 'identity' | 'publicKey') =>
    new Set(trustees.map((trustee) => trustee[field])).size === trustees.length
  if (trustees.length > 2 || !isEach('office') || !isEach('identity') || !isEach('publicKey'))
    return refuse('manifest/trustees-not-proven')
  const proven = await Promise.all(trustees.map((trustee) => isProven(trustee, manifest.organisation)))
  if (!proven.every(Boolean)) return refuse('manifest/trustees-not-proven')
  if (trustees.length > 0 && !isTheirKey(manifest.waveKey, trustees)) return refuse('manifest/key-not-theirs')
  const parts = known?.parts ?? []
  const isUsed = ({ publicKey }: Trustee) =>
    parts.some(([part, wave]) => part === publicKey && wave !== manifest.wave)
  if (trustees.some(isUsed)) return refuse('manifest/part-used-before')
  const holders = trustees.map(({ office, name, identity }) => ({ office, name, identity }))
  const isNew = known !== undefined && known.wave !== manifest.wave && !isSame(known.holders, holders)
  const fresh = trustees
    .filter(({ publicKey }) => !parts.some(([part]) => part === publicKey))
    .map(({ publicKey }) => [publicKey, manifest.wave] as const)
  return accept({
    before: isNew ? known.holders : undefined,
    remember: { wave: manifest.wave, holders, parts: [...parts, ...fresh].slice(-partsRemembered) },
  })
}

const isTheirKey = (waveKey: string, trustees: readonly Trustee[]): boolean => {
  const points = trustees.map(({ publicKey }) => fromBase64Url(publicKey) ?? new Uint8Array())
  const sum = addPoints(points)
  return sum !== undefined && toBase64Url(sum) === waveKey
}

/** The same people with the same keys, in whatever order. */
const isSame = (before: readonly Holder[], now: readonly Holder[]): boolean => {
  const line = ({ office, identity, name }: Holder) => [office, identity, name].join(' ')
  return [...before].map(line).sort().join('\n') === [...now].map(line).sort().join('\n')
}
