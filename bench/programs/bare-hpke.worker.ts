import { parentPort, workerData } from 'node:worker_threads'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

// The peer of the opening: the same library, suite and ballots, nothing but opening.
type Bytes = Uint8Array<ArrayBuffer>
export type BareHpkeOrder = {
  privateKey: Bytes
  publicKey: Bytes
  sealed: { enc: Bytes; ct: Bytes; aad: Bytes; info: Bytes }[]
}
const order = workerData as BareHpkeOrder
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
const publicKey = await suite.kem.deserializePublicKey(order.publicKey)
const privateKey = await suite.kem.deserializePrivateKey(order.privateKey)
const recipientKey = { privateKey, publicKey }
// As many at once as WebCrypto's threads can use, so that every core is busy.
for (let at = 0; at < order.sealed.length; at += 32)
  await Promise.all(
    order.sealed
      .slice(at, at + 32)
      .map(({ enc, ct, aad, info }) => suite.open({ recipientKey, enc, info }, ct, aad)),
  )
parentPort?.postMessage('done')
