import { createPublicKey, diffieHellman, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { CipherSuite, DhkemP256HkdfSha256, type SenderContextParams } from '@hpke/core'
import { type Bytes, own as view } from './bytes.ts'
import { labels, NativeGcm, NativeHkdf, own, suiteOf } from './native.ts'
import { accept, type Result, refuse } from './result.ts'
import { PUBLIC_KEY_SIZE, SEALED_OVERHEAD, VERSION } from './suite.ts'

/** One envelope that is ready before its content is known: it seals once, and then its key is nowhere any more. */
export type Envelope = {
  /** As `seal`, for the recipient and the purpose that it was prepared for. @throws when it was used before. */
  seal(of: { aad: Uint8Array; plaintext: Uint8Array }): Promise<Bytes>
}

const makePair = promisify(generateKeyPair)
const agree = promisify(
  (keys: { privateKey: KeyObject; publicKey: KeyObject }, done: (error: Error | null, x?: Buffer) => void) =>
    diffieHellman(keys, done),
)

/** The head of a P-256 public key in SPKI (RFC 5480); its point follows. */
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
const pointIn = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).subarray(spkiHead.length)

/** DHKEM(P-256, HKDF-SHA256) for sealing to one key: Encap of RFC 9180, section 4.1, off the caller's thread. */
class NativeSendingKem extends DhkemP256HkdfSha256 {
  readonly #recipient: KeyObject
  readonly #point: Buffer
  readonly #hkdf = new NativeHkdf()

  constructor(recipient: Uint8Array) {
    super()
    this.#point = Buffer.from(recipient)
    // Throws when the point is not on the curve.
    this.#recipient = createPublicKey({
      key: Buffer.concat([spkiHead, this.#point]),
      format: 'der',
      type: 'spki',
    })
    this.#hkdf.init(suiteOf(this))
  }

  override async encap(_: SenderContextParams): Promise<{ sharedSecret: ArrayBuffer; enc: ArrayBuffer }> {
    const pair = await makePair('ec', { namedCurve: 'P-256' })
    const shared = await agree({ privateKey: pair.privateKey, publicKey: this.#recipient })
    if (!shared) throw new Error('two keys of one curve agree')
    const enc = pointIn(pair.publicKey)
    const ikm = this.#hkdf.buildLabeledIkm(labels.prk, shared)
    const info = this.#hkdf.buildLabeledInfo(
      labels.secret,
      Buffer.concat([enc, this.#point]),
      this.secretSize,
    )
    const sharedSecret = await this.#hkdf.extractAndExpand(new Uint8Array(), ikm, info, this.secretSize)
    return { sharedSecret, enc: own(enc) }
  }
}

/**
 * For a server that seals many messages to one key: the expensive half of each (a fresh pair, the agreement, the key
 * schedule) is done by `prepare`, before there is anything to seal. What comes out is what `open` reads.
 */
export const preparerFor = async (to: {
  recipient: Uint8Array
  info: Uint8Array
}): Promise<Result<{ prepare(): Promise<Envelope> }, 'bad-key'>> => {
  if (to.recipient.length !== PUBLIC_KEY_SIZE) return refuse('bad-key')
  let kem: NativeSendingKem
  try {
    kem = new NativeSendingKem(to.recipient)
  } catch {
    return refuse('bad-key')
  }
  const suite = new CipherSuite({ kem, kdf: new NativeHkdf(), aead: new NativeGcm() })
  const recipientPublicKey = await suite.kem.deserializePublicKey(view(to.recipient))
  const params = { recipientPublicKey, info: view(Uint8Array.from(to.info)) }
  const prepare = async (): Promise<Envelope> => {
    let context: Awaited<ReturnType<typeof suite.createSenderContext>> | undefined =
      await suite.createSenderContext(params)
    return {
      seal: async ({ aad, plaintext }) => {
        if (!context) throw new Error('an envelope seals once')
        const { enc } = context
        const sealing = context.seal(view(plaintext), view(aad))
        context = undefined
        const sealed = new Uint8Array(plaintext.length + SEALED_OVERHEAD)
        sealed[0] = VERSION
        sealed.set(new Uint8Array(enc), 1)
        sealed.set(new Uint8Array(await sealing), 1 + PUBLIC_KEY_SIZE)
        return sealed
      },
    }
  }
  return accept({ prepare })
}
