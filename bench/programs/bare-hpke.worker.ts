import { parentPort, workerData } from 'node:worker_threads'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

// The peer of the opening bench: the same library, suite and ballots, nothing but opening.
type Work = {
  privateKey: Uint8Array<ArrayBuffer>
  publicKey: Uint8Array<ArrayBuffer>
  sealed: {
    enc: Uint8Array<ArrayBuffer>
    ct: Uint8Array<ArrayBuffer>
    aad: Uint8Array<ArrayBuffer>
    info: Uint8Array<ArrayBuffer>
  }[]
}
const work = workerData as Work
const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
})
const publicKey = await suite.kem.deserializePublicKey(work.publicKey)
const privateKey = await suite.kem.deserializePrivateKey(work.privateKey)
const recipientKey = { privateKey, publicKey }
parentPort?.postMessage('ready')
parentPort?.once('message', async () => {
  // As many at once as ours, so that both keep every core busy.
  for (let at = 0; at < work.sealed.length; at += 32)
    await Promise.all(
      work.sealed
        .slice(at, at + 32)
        .map(({ enc, ct, aad, info }) => suite.open({ recipientKey, enc, info }, ct, aad)),
    )
  parentPort?.postMessage('done')
})
