import { isSignedBy } from '../chain/signature.ts'
import { toBase64Url } from '../manifest/digest.ts'
import { fingerprint } from '../manifest/fingerprint.ts'
import { hashOfText, type Manifest } from '../manifest/manifest.ts'
import { checkTrustees } from './check-trustees.ts'
import { identityOf, partOf } from './parts.ts'

/** A check-in that the site says is over, as it was signed; `missing`: the points of the parts that have not come. */
export type ClaimedOver = {
  readonly wave: string
  readonly manifest: string
  readonly signature: string
  readonly missing: readonly string[]
}

/** What a trustee's browser makes of it. Only `ready` may be released, and only what stands in it leaves the browser. */
export type Releasable =
  | {
      readonly kind: 'ready'
      /** The words of the announcement, to compare with somebody who was asked. */
      readonly words: readonly string[]
      readonly request: { readonly wave: string; readonly publicKey: string; readonly part: string }
    }
  | { readonly kind: 'given' | 'not-hers' | 'wrong' }
  | { readonly kind: 'too-early'; readonly from: string }

/**
 * Looks at a check-in before a part of its key is handed over: signed, of this organisation, with her own proven part in
 * it, and over by the clock of this very device. The site's word counts for none of that: it is the one who must not
 * have the key early.
 */
export const checkRelease = async (
  claimed: ClaimedOver,
  on: { code: Uint8Array; organisation: string; now: number },
): Promise<Releasable> => {
  const manifest = parse(claimed.manifest)
  if (!manifest || manifest.organisation !== on.organisation || manifest.wave !== claimed.wave)
    return { kind: 'wrong' }
  const signed = { key: manifest.signer, signature: claimed.signature, text: claimed.manifest }
  if (!(await isSignedBy(signed))) return { kind: 'wrong' }
  const identity = toBase64Url((await identityOf(on)).publicKey)
  const hers = manifest.trustees?.find((trustee) => trustee.identity === identity)
  if (!hers) return { kind: 'not-hers' }
  if (!(await checkTrustees(manifest, undefined)).ok) return { kind: 'wrong' }
  const part = await partOf({ ...on, slot: hers.slot })
  if (toBase64Url(part.publicKey) !== hers.publicKey) return { kind: 'wrong' }
  const from = Date.parse(manifest.collectsUntil)
  if (Number.isNaN(from)) return { kind: 'wrong' }
  if (on.now < from) return { kind: 'too-early', from: manifest.collectsUntil }
  if (!claimed.missing.includes(hers.publicKey)) return { kind: 'given' }
  return {
    kind: 'ready',
    words: fingerprint(await hashOfText(claimed.manifest)),
    request: { wave: claimed.wave, publicKey: hers.publicKey, part: toBase64Url(part.scalar) },
  }
}

const parse = (text: string): Manifest | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Manifest) : undefined
  } catch {
    return undefined
  }
}
