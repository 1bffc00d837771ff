import type { IncomingMessage } from 'node:http'

/** A press is short; the longest carries a message, or a poll. */
const LONGEST = 96 * 1024

/** The body as JSON; undefined where it is none, or longer than any press. Reads no further than that. */
export const readJson = (request: IncomingMessage): Promise<unknown> =>
  new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const finish = (value: unknown) => {
      request.removeAllListeners('data')
      request.resume()
      resolve(value)
    }
    if (!request.headers['content-type']?.startsWith('application/json')) return finish(undefined)
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size > LONGEST) return finish(undefined)
      parts.push(part)
    })
    request.once('end', () => finish(parsed(Buffer.concat(parts))))
    request.once('error', () => finish(undefined))
    request.once('aborted', () => finish(undefined))
  })

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
