import { createECDH } from 'node:crypto'
import { CipherSuite, DhkemP256HkdfSha256, type RecipientContextParams } from '@hpke/core'
import { loadOpeningKey, type OpeningKey } from './key.ts'
import { bytesOf, labels, NativeGcm, NativeHkdf, suiteOf } from './native.ts'
import type { Result } from './result.ts'

export { type Envelope, preparerFor } from './prepare.ts'

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
    this.#hkdf.init(suiteOf(this))
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

/** As `loadOpeningKey`, for opening many. */
export const loadOpeningKeyForMany = async (key: {
  privateKey: Uint8Array
  publicKey: Uint8Array
}): Promise<Result<OpeningKey, 'bad-key'>> => {
  const loaded = await loadOpeningKey(key)
  if (!loaded.ok) return loaded
  const suite = new CipherSuite({ kem: new NativeKem(key), kdf: new NativeHkdf(), aead: new NativeGcm() })
  return { ok: true, value: { ...loaded.value, suite } }
}
