import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OpenSite } from './site.ts'

export type Answer = { status: number; code: string | undefined; headers: NodeJS.Dict<string | string[]> }
export type PostBox = {
  port: number
  /** Sends anything over a real connection and reads the answer, whatever it is. */
  send(given?: {
    method?: string
    path?: string
    headers?: Record<string, string>
    body?: Uint8Array
  }): Promise<Answer>
  close(): Promise<void>
}

/** The anonymous address of a site on a port of its own, served by Node's HTTP as the site serves it. */
export const openPostBox = async (site: OpenSite): Promise<PostBox> => {
  const server = createServer((incoming, response) => void site.checkins.collect(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    send: (given = {}) => sendTo({ port, ...given }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const sendTo = (given: {
  port: number
  method?: string
  path?: string
  headers?: Record<string, string>
  body?: Uint8Array
}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { port, method = 'POST', path = '/a/ballots', headers = {}, body } = given
    const length = body && !headers['transfer-encoding'] ? { 'content-length': String(body.length) } : {}
    const sending = request({ host: '127.0.0.1', port, method, path, headers: { ...length, ...headers } })
    sending.once('error', reject)
    sending.once('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.once('error', reject)
      response.once('end', () => {
        const text = Buffer.concat(parts).toString()
        const code = text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined
        resolve({ status: response.statusCode ?? 0, code, headers: response.headers })
      })
    })
    sending.end(body)
  })
