import { createDecipheriv, createECDH, hash } from 'node:crypto'
import {
  type AeadEncryptionContext,
  Aes256Gcm,
  CipherSuite,
  DhkemP256HkdfSha256,
  HkdfSha256,
  type RecipientContextParams,
} from '@hpke/core'
import { loadOpeningKey, type OpeningKey } from './key.ts'
import type { Result } from './result.ts'

/*
 * For a server that opens a million envelopes: the protocol stays the library's, but each of its dozen small operations
 * is a call of node:crypto instead of a journey through WebCrypto's threads, which costs more than the ciphers
 * themselves. The bytes are the same, which the tests compare with published vectors and with what browsers seal.
 */

type Bytes = ArrayBufferLike | ArrayBufferView

const bytesOf = (given: Bytes): Buffer =>
  ArrayBuffer.isView(given)
    ? Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    : Buffer.from(given)
const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

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
class NativeHkdf extends HkdfSha256 {
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
const labels = { prk: words('eae_prk'), secret: words('shared_secret') }
const uncompressed = 4

/** DHKEM(P-256, HKDF-SHA256) for opening with one key: Decap of RFC 9180, section 4.1. */
class NativeKem extends DhkemP256HkdfSha256 {
  readonly #own = createECDH('prime256v1')
  readonly #publicKey: Buffer
  readonly #hkdf = new NativeHkdf()

  constructor(key: { privateKey: Uint8Array; publicKey: Uint8Array }) {
    super()
    this.#own.setPrivateKey(Buffer.from(key.privateKey))
    this.#publicKey = Buffer.from(key.publicKey)
    this.#hkdf.init(Buffer.from([...words('KEM'), this.id >> 8, this.id & 0xff]))
  }

  override async decap(params: RecipientContextParams): Promise<ArrayBuffer> {
    const enc = bytesOf(params.enc)
    if (enc[0] !== uncompressed) throw new RangeError('an encapsulated key is an uncompressed point')
    // Throws when the point is not on the curve, which the RFC asks for (section 7.1.4).
    const shared = this.#own.computeSecret(enc)
    const ikm = this.#hkdf.buildLabeledIkm(labels.prk, shared)
    const context = Buffer.concat([enc, this.#publicKey])
    const info = this.#hkdf.buildLabeledInfo(labels.secret, context, this.secretSize)
    return this.#hkdf.extractAndExpand(new Uint8Array(), ikm, info, this.secretSize)
  }
}

/** AES-256-GCM with its tag at the end (RFC 5116), for opening. */
class NativeGcm extends Aes256Gcm {
  override createEncryptionContext(key: Bytes): AeadEncryptionContext {
    const secret = bytesOf(key)
    return {
      seal: () => Promise.reject(new Error('This suite only opens.')),
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

/** As `loadOpeningKey`, for opening many; it cannot seal. */
export const loadOpeningKeyForMany = async (key: {
  privateKey: Uint8Array
  publicKey: Uint8Array
}): Promise<Result<OpeningKey, 'bad-key'>> => {
  const loaded = await loadOpeningKey(key)
  if (!loaded.ok) return loaded
  const suite = new CipherSuite({ kem: new NativeKem(key), kdf: new NativeHkdf(), aead: new NativeGcm() })
  return { ok: true, value: { ...loaded.value, suite } }
}
