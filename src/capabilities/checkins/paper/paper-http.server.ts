import type { IncomingMessage, ServerResponse } from 'node:http'
import { isLanguage, type Language, languageAccepted, languageParameter } from '#ui/languages.ts'
import { formAt, frame, type PaperPage, policy } from './frame.ts'
import { askForCode, received } from './pages.ts'
import { type PaperRoom, takeTurn } from './take-turn.server.ts'

export const receivedAt = `${formAt}/received`

/** The longest turn of a survey with every answer chosen is a tenth of this. */
const mostBytes = 64 * 1024

/**
 * The form for printed sheets, served by our own entry beside the collector: no script, no session, no cookie read or
 * set, no log line. It is told what stands in the form, and nothing of where it came from.
 */
export const createPaperHttp =
  (on: PaperRoom & { publicUrl: string; isAddressSecure: boolean }) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://form')
    const accepted = languageAccepted(request.headers['accept-language'] ?? null)
    const asked = url.searchParams.get(languageParameter)
    const first = isLanguage(asked) ? asked : (accepted ?? 'en')
    const show = (page: PaperPage, language: Language = first) => send(response, { ...on, page, language })
    if (request.method === 'GET' || request.method === 'HEAD') {
      const page =
        url.pathname === receivedAt ? received({ language: first }) : askForCode({ language: first })
      return show(page)
    }
    if (request.method !== 'POST' || url.pathname === receivedAt) {
      response.setHeader('allow', url.pathname === receivedAt ? 'GET, HEAD' : 'GET, HEAD, POST')
      return show(askForCode({ language: first, status: 405 }))
    }
    const body = await readForm(request)
    if (!body) return show(askForCode({ language: first, status: 400 }))
    // A button that asks for a language stands after the field that keeps the present one.
    const wanted = body.getAll(languageParameter).at(-1)
    const language = isLanguage(wanted) ? wanted : first
    try {
      const page = await takeTurn(body, { ...on, language })
      if (page !== 'received') return show(page, language)
      // Loaded again, this page asks for nothing and sends nothing.
      response.setHeader('location', `${receivedAt}?${languageParameter}=${language}`)
      send(response, { ...on, page: { ...received({ language }), status: 303 }, language })
    } catch {
      // Deliberately without a log line: even an incident's time would say when somebody answered.
      show(askForCode({ language, status: 503 }), language)
    }
  }

const send = (
  response: ServerResponse,
  given: { page: PaperPage; language: Language; publicUrl: string; isAddressSecure: boolean },
) => {
  response.statusCode = given.page.status
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('content-language', given.language)
  response.setHeader('cache-control', 'no-store')
  response.setHeader('content-security-policy', policy)
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('permissions-policy', 'browsing-topics=()')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-content-type-options', 'nosniff')
  // A second of clock time on an answer is a second of clock time in somebody's proxy log.
  response.removeHeader('date')
  response.sendDate = false
  response.end(frame(given))
}

/** @returns undefined unless it is a form of a size that a form of ours can have. */
const readForm = (request: IncomingMessage): Promise<URLSearchParams | undefined> =>
  new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const finish = (value: URLSearchParams | undefined) => {
      request.removeAllListeners('data')
      request.resume()
      resolve(value)
    }
    const isForm = request.headers['content-type']?.split(';')[0] === 'application/x-www-form-urlencoded'
    if (!isForm || Number(request.headers['content-length'] ?? 0) > mostBytes) return finish(undefined)
    request.on('data', (part: Buffer) => {
      size += part.length
      if (size > mostBytes) return finish(undefined)
      parts.push(part)
    })
    request.on('end', () => finish(new URLSearchParams(Buffer.concat(parts).toString('utf8'))))
    request.on('error', () => finish(undefined))
  })
