import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Metrics } from '#platform/metrics/metrics.server.ts'
import { addressHeader } from '#platform/sign-in/sign-in.server.ts'
import type { Composition } from '../composition.server.ts'
import { createCallers } from './caller.server.ts'

type Handler = (
  request: IncomingMessage & { kith?: Composition },
  response: ServerResponse,
  next: () => void,
) => unknown

const ours = { protocol: 'x-kith-protocol', host: 'x-kith-host' }
const ordinaryBody = 512 * 1024
const rosterBody = 34 * 1024 * 1024
/** For whatever is no page of ours, should a browser open it as one, and for the page of an error that nobody foresaw. */
const nothingRuns =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
// Without subdomains: they may be somebody else's.
const onlyHttps = 'max-age=31536000'

/**
 * The first thing that every request meets. Anonymous paths go to the collector, which never sees a session; with a
 * second hostname for ballots, that hostname serves nothing else. The rest goes to the pages.
 */
export const createDoor = async (composition: Composition, metrics?: Metrics) => {
  const { settings, database, checkins, rooms } = composition
  // The pages' handler reads these names once, when it is loaded.
  process.env.PROTOCOL_HEADER = ours.protocol
  process.env.HOST_HEADER = ours.host
  process.env.BODY_SIZE_LIMIT = String(rosterBody)
  // The built pages are made by `npm run build`; a variable keeps the type checker from looking for them.
  const built = new URL('../../build/handler.js', import.meta.url).href
  const { handler } = (await import(built)) as { handler: Handler }
  const site = new URL(settings.publicUrl)
  const isSecure = site.protocol === 'https:'
  const anonymousHost = settings.anonymousUrl ? new URL(settings.anonymousUrl).host : undefined
  const callerOf = createCallers(settings.trustedProxies)

  const open = async (request: IncomingMessage & { kith?: Composition }, response: ServerResponse) => {
    const path = request.url?.split('?')[0] ?? '/'
    const isBallotHost = anonymousHost !== undefined && request.headers.host === anonymousHost
    const isOurHost = isBallotHost || request.headers.host === site.host
    if (isSecure && isOurHost) response.setHeader('strict-transport-security', onlyHttps)
    if (path.startsWith('/a/') || path === '/a' || isBallotHost) {
      // Where the collector is a process of its own, this one has the form for sheets, under its own name.
      if (anonymousHost !== undefined && !isBallotHost && !settings.collectorUrl) return answer(response, 404)
      return checkins.collect(request, response)
    }
    // Static files do not pass the pages' hooks.
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('cross-origin-resource-policy', 'same-origin')
    // Pages bring a policy of their own. One on the worker's file would bind what it fetches.
    if (path !== '/service-worker.js') {
      response.setHeader('content-security-policy', nothingRuns)
      leaveKeptPolicies(response)
    }
    // The worker takes its own from here, for whatever it fetches.
    response.setHeader('referrer-policy', 'no-referrer')
    if (path === '/healthz') return answer(response, (await database.isUp()) ? 200 : 503)
    if (path === '/metrics') {
      const isTold = await metrics?.answer(request, response)
      return isTold ? undefined : answer(response, 404)
    }
    const caller = callerOf(request)
    const isElsewhere = !isOurHost || (isSecure && caller.cameInsecurely)
    if (isElsewhere && (request.method === 'GET' || request.method === 'HEAD')) {
      response.writeHead(307, { location: settings.publicUrl + safePath(request.url) })
      return response.end()
    }
    // Without a length said beforehand a body could be of any size.
    if (request.headers['transfer-encoding'] !== undefined) return answer(response, 411)
    const limit = path.endsWith('/people/import') ? rosterBody : ordinaryBody
    if (Number(request.headers['content-length'] ?? 0) > limit) return answer(response, 413)
    // Streams and presses of rooms, thousands at once: no page, and no session, has to do with them.
    if (rooms.serves(path)) return rooms.answer(request, response)
    request.headers[ours.protocol] = site.protocol.slice(0, -1)
    request.headers[ours.host] = site.host
    request.headers[addressHeader] = caller.address
    request.kith = composition
    metrics?.measure(path, response)
    await handler(request, response, () => answer(response, 404))
  }
  // A request that fails in a way nobody foresaw must not end the process for everybody else. Paths are not logged:
  // one may begin with /a.
  return (request: IncomingMessage, response: ServerResponse): void => {
    open(request, response).catch((err: unknown) => {
      if (!request.url?.startsWith('/a')) composition.log.error({ err }, 'a request failed before a page')
      if (!response.headersSent) answer(response, 500)
      else response.destroy()
    })
  }
}

/** “Not modified” would put its headers into the page that the browser kept: that one has a policy of its own. */
const leaveKeptPolicies = (response: ServerResponse) => {
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse
  response.writeHead = (status: number, ...given: unknown[]) => {
    if (status === 304) response.removeHeader('content-security-policy')
    return writeHead(status, ...given)
  }
}

const answer = (response: ServerResponse, status: number) => {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(status === 200 ? 'ok\n' : `${status}\n`)
}

// A path that begins with two slashes would name another host.
const safePath = (url = '/') => `/${url.replace(/^\/+/, '')}`
