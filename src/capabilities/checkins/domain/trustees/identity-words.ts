import { fromBase64Url, sha256, toBase64Url } from '../manifest/digest.ts'
import { fingerprint } from '../manifest/fingerprint.ts'

/** A trustee’s identity (base64url) as eight words, by which people check with her that it is hers. */
export const identityWords = async (identity: string): Promise<string[]> =>
  fingerprint(toBase64Url(await sha256(fromBase64Url(identity) ?? new Uint8Array())))
