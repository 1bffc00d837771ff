import { copyOf, freshenCopies } from './copies.ts'
import { rememberedSupport } from './remembered.ts'

// Somebody who looks for help does not wait for a network that may never answer.
const patience = 4_000

/**
 * What the worker answers by itself; nothing where the browser should do as it would without one. Whatever is not a
 * page or a file of the build passes by untouched: tickets, ballots, forms. Pages below /app come from the network
 * or not at all: what stands on them is somebody's own.
 */
export const answerFor = (event: FetchEvent): Promise<Response> | undefined => {
  const { request } = event
  const { origin, pathname, search } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return undefined
  if (request.mode !== 'navigate') return pathname.startsWith('/_app/') ? file(request, pathname) : undefined
  if (pathname === '/answer' || pathname === '/offline') return copyOrNetwork(request, pathname)
  event.waitUntil(freshenCopies())
  if (pathname === '/support' && /^(\?read-in=[a-z]{2})?$/.test(search)) return ownSupport(request, search)
  if (pathname === '/support' || pathname.startsWith('/support/')) return support(request, pathname)
  return fetch(request).catch(() => copyOrError('/offline'))
}

const file = async (request: Request, path: string) => (await copyOf(path)) ?? fetch(request)

const copyOrNetwork = async (request: Request, path: string) => (await copyOf(path)) ?? fetch(request)

const copyOrError = async (path: string) => (await copyOf(path)) ?? Response.error()

const support = async (request: Request, path: string): Promise<Response> => {
  const response = await fetch(request, { signal: AbortSignal.timeout(patience) }).catch(() => undefined)
  if (response && response.status < 500) return response
  // A site that is broken is no better than no network.
  return (await copyOf(path)) ?? (await copyOf('/support')) ?? response ?? Response.error()
}

/** “Get support” where this browser is somebody's own: her organisation's page, asked for as anybody would. */
const ownSupport = async (request: Request, search: string): Promise<Response> => {
  const own = await rememberedSupport()
  if (!own) return support(request, '/support')
  const asked = { credentials: 'omit', referrerPolicy: 'no-referrer' } as const
  const signal = AbortSignal.timeout(patience)
  const response = await fetch(own + search, { ...asked, signal }).catch(() => undefined)
  if (response?.ok) return response
  // Gone from the site: the list says where to look.
  if (response && response.status < 500) return support(request, '/support')
  return (await copyOf(own)) ?? copyOrError('/support')
}
