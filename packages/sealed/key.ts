import type { CipherSuite } from '@hpke/core'
import { type Bytes, own } from './bytes.ts'
import { accept, type Result, refuse } from './result.ts'
import { createSuite, PRIVATE_KEY_SIZE, PUBLIC_KEY_SIZE } from './suite.ts'

/** A sealing key as bytes: the P-256 scalar (32 bytes) and its point, uncompressed (65 bytes). */
export type SealingKey = { readonly privateKey: Bytes; readonly publicKey: Bytes }

/** A private key loaded once for many openings. */
export type OpeningKey = { readonly suite: CipherSuite; readonly pair: CryptoKeyPair }

export const generateSealingKey = async (): Promise<SealingKey> => {
  const { kem } = createSuite()
  const pair = await kem.generateKeyPair()
  const [privateKey, publicKey] = await Promise.all([
    kem.serializePrivateKey(pair.privateKey),
    kem.serializePublicKey(pair.publicKey),
  ])
  return { privateKey: new Uint8Array(privateKey), publicKey: new Uint8Array(publicKey) }
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/**
 * Loads a sealing key for opening. Both halves are given, because the library would otherwise derive the
 * public half again for each message, and because WebKit imports no private key without it.
 */
export const loadOpeningKey = async (key: {
  privateKey: Uint8Array
  publicKey: Uint8Array
}): Promise<Result<OpeningKey, 'bad-key'>> => {
  const suite = createSuite()
  if (key.privateKey.length !== PRIVATE_KEY_SIZE || key.publicKey.length !== PUBLIC_KEY_SIZE) {
    return refuse('bad-key')
  }
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: base64url(key.privateKey),
    x: base64url(key.publicKey.subarray(1, 33)),
    y: base64url(key.publicKey.subarray(33)),
  }
  try {
    const privateKey = await suite.kem.importKey('jwk', jwk, false)
    const publicKey = await suite.kem.deserializePublicKey(own(key.publicKey))
    return accept({ suite, pair: { privateKey, publicKey } })
  } catch {
    return refuse('bad-key')
  }
}
