import { createHmac } from 'node:crypto'
import { HkdfSha256 } from '@hpke/core'
import { loadOpeningKey, type OpeningKey } from './key.ts'
import type { Result } from './result.ts'
import { createSuite } from './suite.ts'

/**
 * HKDF-SHA256 (RFC 5869) on node:crypto, for a server that opens a million envelopes: the protocol stays the library's,
 * but each of its eight small hashes is a call instead of a journey through WebCrypto's threads. Results are the same
 * bytes, which the tests compare.
 */
class NativeHkdf extends HkdfSha256 {
  override async extract(
    salt: ArrayBufferLike | ArrayBufferView,
    ikm: ArrayBufferLike | ArrayBufferView,
  ): Promise<ArrayBuffer> {
    const key = bytesOf(salt)
    return hmac(key.length === 0 ? Buffer.alloc(32) : key, bytesOf(ikm))
  }

  override async expand(
    prk: ArrayBufferLike | ArrayBufferView,
    info: ArrayBufferLike | ArrayBufferView,
    length: number,
  ): Promise<ArrayBuffer> {
    const key = bytesOf(prk)
    const parts: Buffer[] = []
    let block = Buffer.alloc(0)
    for (let at = 1; parts.length * 32 < length; at++) {
      block = Buffer.from(hmac(key, block, bytesOf(info), Buffer.of(at)))
      parts.push(block)
    }
    return new Uint8Array(Buffer.concat(parts).subarray(0, length)).buffer
  }
}

/** As `loadOpeningKey`, for opening many. */
export const loadOpeningKeyForMany = (key: {
  privateKey: Uint8Array
  publicKey: Uint8Array
}): Promise<Result<OpeningKey, 'bad-key'>> => loadOpeningKey(key, createSuite(new NativeHkdf()))

const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): ArrayBuffer => {
  const hash = createHmac('sha256', key)
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest()).buffer
}

const bytesOf = (given: ArrayBufferLike | ArrayBufferView): Buffer =>
  ArrayBuffer.isView(given)
    ? Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    : Buffer.from(given)
