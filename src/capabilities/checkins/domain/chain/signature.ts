import { fromBase64Url, utf8 } from '../manifest/digest.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** What a witness signs: it says that the manifest with this hash goes on from the chain that the witness knows. */
export const cosignatureText = (hash: string): string => `kith-cosignature/1|${hash}`

/** `key`: SPKI of a P-256 key, base64url; `signature`: r and s, base64url. What cannot be read is not signed. */
export const isSignedBy = async (given: {
  key: string
  signature: string
  text: string
}): Promise<boolean> => {
  const spki = fromBase64Url(given.key)
  const signature = fromBase64Url(given.signature)
  if (!spki || signature?.length !== 64) return false
  try {
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    return await crypto.subtle.verify(algorithm, key, signature, utf8(given.text))
  } catch {
    return false
  }
}

/** Whether a text is the public key of a witness: SPKI of a P-256 key, base64url. */
export const isWitnessKey = async (text: string): Promise<boolean> => {
  const spki = fromBase64Url(text)
  if (spki?.length !== 91) return false
  try {
    await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    return true
  } catch {
    return false
  }
}
