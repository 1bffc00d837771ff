import { fromBase64Url, toBase64Url, utf8 } from '../manifest/digest.ts'
import type { Trustee } from '../manifest/manifest.ts'
import { identityOf, isSlot, partOf, type TrusteeKey } from './parts.ts'

/** What of a part is public, and stands in the manifest of the check-in that uses it. */
export type Part = Pick<Trustee, 'identity' | 'slot' | 'publicKey' | 'proof' | 'voucher'>

/**
 * What both signatures of a part say. The public key stands in it: a signature that fits some key could otherwise be
 * found without knowing a private one.
 */
const statementOf = (part: Omit<Part, 'proof' | 'voucher'>, organisation: string): string =>
  ['kith-trustee/1', organisation, part.identity, part.slot, part.publicKey].join('|')

/** A part with its two signatures: its own key’s, which shows that its holder has it, and her identity’s. */
export const makePart = async (given: {
  code: Uint8Array
  organisation: string
  slot: string
  /** Where it was worked out before. */
  identity?: TrusteeKey
}): Promise<Part> => {
  const [identity, part] = await Promise.all([given.identity ?? identityOf(given), partOf(given)])
  const named = {
    identity: toBase64Url(identity.publicKey),
    slot: given.slot,
    publicKey: toBase64Url(part.publicKey),
  }
  const statement = statementOf(named, given.organisation)
  const [proof, voucher] = await Promise.all([part.sign(statement), identity.sign(statement)])
  return { ...named, proof, voucher }
}

/** A part for each slot. `between`: waited for after each, so that a page stays alive meanwhile. */
export const makeParts = async (given: {
  code: Uint8Array
  organisation: string
  slots: readonly string[]
  between?: () => Promise<void>
}): Promise<Part[]> => {
  const identity = await identityOf(given)
  const parts: Part[] = []
  for (const slot of given.slots) {
    parts.push(await makePart({ ...given, identity, slot }))
    await given.between?.()
  }
  return parts
}

/** Whether whoever made the part has its private key, and whether the identity in it vouches for it. */
export const isProven = async (part: Part, organisation: string): Promise<boolean> => {
  if (!isSlot(part.slot)) return false
  const text = utf8(statementOf(part, organisation))
  const isSigned = await Promise.all([
    isSignedBy({ key: part.publicKey, signature: part.proof, text }),
    isSignedBy({ key: part.identity, signature: part.voucher, text }),
  ])
  return isSigned.every(Boolean)
}

const isSignedBy = async (given: {
  key: string
  signature: string
  text: Uint8Array<ArrayBuffer>
}): Promise<boolean> => {
  const raw = fromBase64Url(given.key)
  const signature = fromBase64Url(given.signature)
  if (!raw || !signature || raw.length !== 65) return false
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])
    return await crypto.subtle.verify(algorithm, key, signature, given.text)
  } catch {
    return false
  }
}
