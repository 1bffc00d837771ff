import { createCipheriv, createDecipheriv, hash } from 'node:crypto'
import { type AeadEncryptionContext, Aes256Gcm, HkdfSha256 } from '@hpke/core'

/*
 * For a server that seals or opens a million envelopes: the protocol stays the library's, but each of its dozen small
 * operations is a call of node:crypto instead of a journey through WebCrypto's threads, which costs more than the ciphers
 * themselves. The bytes are the same, which the tests compare with published vectors and with what browsers seal.
 */

export type Bytes = ArrayBufferLike | ArrayBufferView

export const bytesOf = (given: Bytes): Buffer =>
  ArrayBuffer.isView(given)
    ? Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    : Buffer.from(given)
export const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

const blockSize = 64
const hashSize = 32

/**
 * HMAC-SHA256 (RFC 2104) for keys of at most one block, from two calls of one-shot hashing: `createHmac` and `hkdfSync`
 * take ten times as long, nearly all of it to find out what kind of key they were given.
 */
const hmac = (key: Uint8Array, message: Uint8Array): Buffer => {
  if (key.length > blockSize) throw new RangeError('a key of this HMAC has at most 64 bytes')
  const inner = Buffer.alloc(blockSize + message.length, 0x36)
  const outer = Buffer.alloc(blockSize + hashSize, 0x5c)
  key.forEach((byte, at) => {
    inner[at] = byte ^ 0x36
    outer[at] = byte ^ 0x5c
  })
  inner.set(message, blockSize)
  outer.set(hash('sha256', inner, 'buffer'), blockSize)
  return hash('sha256', outer, 'buffer')
}

/** HKDF-SHA256 (RFC 5869). */
export class NativeHkdf extends HkdfSha256 {
  override async extract(salt: Bytes, ikm: Bytes): Promise<ArrayBuffer> {
    return own(hmac(bytesOf(salt), bytesOf(ikm)))
  }

  override async expand(prk: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    const okm = new Uint8Array(length)
    let block: Uint8Array = new Uint8Array()
    for (let done = 0; done < length; done += hashSize) {
      block = hmac(bytesOf(prk), Buffer.concat([block, bytesOf(info), Buffer.of(done / hashSize + 1)]))
      okm.set(block.subarray(0, length - done), done)
    }
    return okm.buffer
  }

  override async extractAndExpand(
    salt: Bytes,
    ikm: Bytes,
    info: Bytes,
    length: number,
  ): Promise<ArrayBuffer> {
    return this.expand(await this.extract(salt, ikm), info, length)
  }
}

const words = (text: string) => new TextEncoder().encode(text)
/** The labels of DHKEM (RFC 9180, section 4.1), and of the suite of it. */
export const labels = { prk: words('eae_prk'), secret: words('shared_secret') }
export const suiteOf = (kem: { readonly id: number }): Buffer =>
  Buffer.from([...words('KEM'), kem.id >> 8, kem.id & 0xff])

/** AES-256-GCM with its tag at the end (RFC 5116). */
export class NativeGcm extends Aes256Gcm {
  override createEncryptionContext(key: Bytes): AeadEncryptionContext {
    const secret = bytesOf(key)
    return {
      seal: async (nonce, data, aad) => {
        const cipher = createCipheriv('aes-256-gcm', secret, bytesOf(nonce), { authTagLength: this.tagSize })
        cipher.setAAD(bytesOf(aad))
        const sealed = cipher.update(bytesOf(data))
        cipher.final()
        return own(Buffer.concat([sealed, cipher.getAuthTag()]))
      },
      open: async (nonce, data, aad) => {
        const whole = bytesOf(data)
        const end = whole.length - this.tagSize
        const decipher = createDecipheriv('aes-256-gcm', secret, bytesOf(nonce), {
          authTagLength: this.tagSize,
        })
        decipher.setAAD(bytesOf(aad)).setAuthTag(whole.subarray(end))
        const opened = decipher.update(whole.subarray(0, end))
        // Throws when the tag does not fit: until then nothing of it is handed on.
        decipher.final()
        return own(opened)
      },
    }
  }
}
