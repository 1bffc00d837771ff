import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Secrets } from '../secrets.server.ts'

const ivBytes = 12
const tagBytes = 16

/** Seals a text with a key from the data folder, for one purpose (AES-256-GCM): unreadable and unchangeable elsewhere. */
export const seal = (secrets: Pick<Secrets, 'derive'>, given: { purpose: string; text: string }): Buffer => {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', secrets.derive('seal', given.purpose), iv)
  const sealed = Buffer.concat([cipher.update(given.text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

/** Opens what `seal` made for the same purpose; undefined for anything else. */
export const unseal = (
  secrets: Pick<Secrets, 'derive'>,
  given: { purpose: string; sealed: Uint8Array },
): string | undefined => {
  const { sealed } = given
  if (sealed.length < ivBytes + tagBytes) return undefined
  try {
    const key = secrets.derive('seal', given.purpose)
    const opener = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    })
    opener.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
    return Buffer.concat([opener.update(sealed.subarray(ivBytes + tagBytes)), opener.final()]).toString(
      'utf8',
    )
  } catch {
    return undefined
  }
}
