import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '#platform/configuration/settings.server.ts'

const onlyHttps = 'max-age=31536000'

/** All that a collector answers: ballots, and whether it is well. What else is asked is not there. Nothing is logged. */
export const createCollectorDoor = (on: {
  settings: Pick<Settings, 'publicUrl'>
  collector: { collect(request: IncomingMessage, response: ServerResponse): Promise<void>; isWell(): boolean }
}) => {
  const isSecure = on.settings.publicUrl.startsWith('https:')
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (isSecure) response.setHeader('strict-transport-security', onlyHttps)
    if (request.url === '/healthz') {
      const isWell = on.collector.isWell()
      response.writeHead(isWell ? 200 : 503, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
      return void response.end(isWell ? 'ok\n' : '503\n')
    }
    on.collector.collect(request, response).catch(() => {
      // Deliberately without a log line: its time would say when somebody answered.
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  }
}
