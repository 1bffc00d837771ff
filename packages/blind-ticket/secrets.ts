import { PREFIX_SIZE } from './blind.ts'
import { type Bytes, concat, own } from './bytes.ts'
import { inverse, toBytes, toInteger } from './integers.ts'
import { P256_ORDER, publicPoint } from './p256.ts'
import { SALT_SIZE } from './pss.ts'
import type { TicketKey } from './ticket-key.ts'

export const SEED_SIZE = 32

/** Everything secret about one ticket. The signing key cannot be exported; `publicKey` is raw (65 bytes). */
export type TicketSecrets = {
  readonly prefix: Bytes
  readonly salt: Bytes
  readonly factor: bigint
  readonly signingKey: CryptoKey
  readonly publicKey: Bytes
}

const VERSION = 'kith blind-ticket 1'
const text = new TextEncoder()

const field = (bytes: Uint8Array): Bytes => concat(toBytes(BigInt(bytes.length), 2), bytes)

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** The key pair of a ballot (ECDSA, P-256); JWK with its public part is the form that every browser imports. */
const ballotKey = async (scalar: bigint): Promise<Pick<TicketSecrets, 'signingKey' | 'publicKey'>> => {
  const publicKey = publicPoint(scalar)
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: base64url(toBytes(scalar, 32)),
    x: base64url(publicKey.subarray(1, 33)),
    y: base64url(publicKey.subarray(33)),
  }
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const signingKey = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign'])
  return { signingKey, publicKey }
}

/**
 * The secrets of one ticket from the one seed that a browser keeps for a wave.
 *
 * HKDF-SHA-256 (RFC 5869): salt `kith blind-ticket 1`; info is the purpose, the wave, the table, the id of
 * the key (each with its length in two bytes) and a counter byte. The key is part of it, so that two keys
 * offered for one wave never see secrets that are related. Numbers are drawn 128 bits longer than their
 * range and reduced (FIPS 186-5, appendix A.2.1), which leaves a bias below 2^-128.
 */
export const deriveTicketSecrets = async (input: {
  seed: Uint8Array
  wave: string
  table: string
  key: TicketKey
}): Promise<TicketSecrets> => {
  if (input.seed.length !== SEED_SIZE) throw new RangeError('a ticket seed has 32 bytes')
  const root = await crypto.subtle.importKey('raw', own(input.seed), 'HKDF', false, ['deriveBits'])
  const place = [text.encode(input.wave), text.encode(input.table), input.key.id].map(field)
  const derive = async (purpose: string, size: number, counter = 0): Promise<Bytes> => {
    const info = concat(field(text.encode(purpose)), ...place, Uint8Array.of(counter))
    const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: text.encode(VERSION), info }
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, root, size * 8))
  }
  const { modulus, size } = input.key
  const drawFactor = async (counter: number): Promise<bigint> => {
    const factor = toInteger(await derive('blinding factor', size + 16, counter)) % modulus
    return inverse(factor, modulus) === undefined ? drawFactor(counter + 1) : factor
  }
  const scalar = (toInteger(await derive('ballot key', 32 + 16)) % (P256_ORDER - 1n)) + 1n
  return {
    prefix: await derive('message prefix', PREFIX_SIZE),
    salt: await derive('signature salt', SALT_SIZE),
    factor: await drawFactor(0),
    ...(await ballotKey(scalar)),
  }
}
