import type { IncomingMessage, ServerResponse } from 'node:http'
import { BALLOT_SIZE } from '../domain/ballot.ts'
import { type BallotAnswer, ballotStatus } from '../domain/refusals.ts'

/**
 * The anonymous address, served by our own entry: no session, no cookie read or set, no log line, no request id. It
 * reads one body of one size and answers a code.
 */
export const createCollectorHttp =
  (on: {
    collect: (bytes: Uint8Array) => Promise<BallotAnswer>
    /** The pages' origin, when ballots have a hostname of their own and browsers must ask first. */
    pagesOrigin: string | undefined
  }) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url !== '/a/ballots') return end(response, 404, {})
    if (on.pagesOrigin) {
      response.setHeader('access-control-allow-origin', on.pagesOrigin)
      response.setHeader('vary', 'origin')
    }
    if (request.method === 'OPTIONS' && on.pagesOrigin) {
      response.setHeader('access-control-allow-methods', 'POST')
      response.setHeader('access-control-allow-headers', 'content-type')
      response.setHeader('access-control-max-age', '600')
      return end(response, 204)
    }
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST')
      return end(response, 405, {})
    }
    const bytes = await readBody(request)
    if (!bytes) return end(response, 400, { code: 'ballot/not-readable' })
    let answer: BallotAnswer
    try {
      answer = await on.collect(bytes)
    } catch {
      // Deliberately without a log line: even an incident's time would say when somebody answered.
      answer = 'ballot/cannot-store'
    }
    end(response, ballotStatus[answer], { code: answer })
  }

const end = (response: ServerResponse, status: number, body?: object) => {
  response.statusCode = status
  response.setHeader('cache-control', 'no-store')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
  // A second of clock time on an answer is a second of clock time in somebody's proxy log.
  response.removeHeader('date')
  response.sendDate = false
  if (body === undefined) return void response.end()
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

/** @returns undefined unless the body has exactly a ballot's size. Reads no further than one byte too many. */
const readBody = (request: IncomingMessage): Promise<Uint8Array | undefined> =>
  new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const finish = (value: Uint8Array | undefined) => {
      request.removeAllListeners('data')
      request.resume()
      resolve(value)
    }
    if (Number(request.headers['content-length'] ?? BALLOT_SIZE) !== BALLOT_SIZE) return finish(undefined)
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size > BALLOT_SIZE) return finish(undefined)
      parts.push(part)
    })
    request.once('end', () => finish(size === BALLOT_SIZE ? Buffer.concat(parts) : undefined))
    request.once('error', () => finish(undefined))
    request.once('aborted', () => finish(undefined))
  })
