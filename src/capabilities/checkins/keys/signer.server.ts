import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrganisationId } from '#kernel/ids.ts'

export type Signer = {
  /** SPKI of a P-256 key, base64url. */
  publicKey: string
  /** ECDSA with SHA-256 over the text's bytes, r and s of 32 bytes each, as browsers verify it. */
  sign(text: string): Buffer
}

/** The organisation's signing key for its public chain: one file in the data folder, made when first needed. */
export const openSigner = (options: { dataDir: string; organisation: OrganisationId }): Signer => {
  const file = join(options.dataDir, 'secrets', `organisation-${options.organisation}.pem`)
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(`${file}.new`, privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
      flush: true,
    })
    renameSync(`${file}.new`, file)
  }
  const key = createPrivateKey(readFileSync(file))
  return {
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url'),
    sign: (text) => sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }),
  }
}

export const hashText = (text: string): Buffer => createHash('sha256').update(text).digest()
