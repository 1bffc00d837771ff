import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * What a site answers at the anonymous address while the collector is a process of its own: that nothing is there. It
 * hands nothing on, so that it never sees who sends what; a browser keeps its ballot, and tries again.
 */
export const takenElsewhere = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  request.resume()
  response.sendDate = false
  response.writeHead(404, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end('{}')
}
