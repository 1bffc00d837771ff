import { fromBase64Url, toBase64Url } from '../manifest/digest.ts'
import { fingerprint } from '../manifest/fingerprint.ts'

/**
 * A trustee's identity (raw point, base64url) as eight words, by which people check with her that it is hers: of its
 * first coordinate, which nobody chooses.
 */
export const identityWords = (identity: string): string[] =>
  fingerprint(toBase64Url((fromBase64Url(identity) ?? new Uint8Array()).subarray(1)))
