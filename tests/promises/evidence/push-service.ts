import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { Agent, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeAuthority } from '../../rehearsal/authority.ts'

export type Pushed = { path: string; headers: NodeJS.Dict<string | string[]>; sealed: Buffer }

/** A push service of the test's own, and browsers that listen to it. It answers what it is told to. */
export const openPushService = async () => {
  const authority = await makeAuthority()
  const pair = await authority.issue(['localhost'])
  const pushed: Pushed[] = []
  const state = { answers: 201 }
  const server = createServer({ cert: pair.cert, key: pair.key }, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      pushed.push({ path: request.url ?? '', headers: request.headers, sealed: Buffer.concat(parts) })
      response.writeHead(state.answers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    pushed,
    state,
    reach: { agent: new Agent({ ca: authority.cert }), mayBeAsked: () => true },
    browser: (name: string) => listen(`https://localhost:${port}/${name}`),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The keys of one browser; `open` reads what was sealed to them as RFC 8291 says, with nothing of the sender's code. */
const listen = (endpoint: string) => {
  const own = createECDH('prime256v1')
  const p256dh = own.generateKeys()
  const auth = randomBytes(16)
  return {
    endpoint,
    p256dh: p256dh.toString('base64url'),
    auth: auth.toString('base64url'),
    open: (sealed: Buffer): unknown => {
      const salt = sealed.subarray(0, 16)
      const length = sealed[20] ?? 0
      const sender = sealed.subarray(21, 21 + length)
      const secret = own.computeSecret(sender)
      const context = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, sender])
      const derive = (key: Buffer, by: Buffer, what: Buffer, bytes: number) =>
        Buffer.from(hkdfSync('sha256', key, by, what, bytes))
      const material = derive(secret, auth, context, 32)
      const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
      const body = sealed.subarray(21 + length)
      const cipher = createDecipheriv('aes-128-gcm', key, nonce)
      cipher.setAuthTag(body.subarray(-16))
      const padded = Buffer.concat([cipher.update(body.subarray(0, -16)), cipher.final()])
      return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString())
    },
  }
}
