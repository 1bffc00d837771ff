import { isRedirect, type RequestEvent, redirect } from '@sveltejs/kit'
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks'
import { chooseLanguage, findActor } from '#capabilities/people/index.server.ts'
import { onWordOfProvider } from '#capabilities/people/index.ts'
import { m } from '#messages'
import { withIntegrity } from '#platform/served-files/with-integrity.ts'
import { direction } from '#ui/format.ts'
import { type Language, languageKept, languageParameter } from '#ui/languages.ts'
import type { Composition } from './composition.server.ts'
import { inLanguage, languageChosen, languageOf, readsIn } from './language.server.ts'
import { isAway, unlessAway } from './out-of-reach.server.ts'
import { outOfReachPage } from './out-of-reach-page.server.ts'
import { needsOwnProof } from './routes/own-proof.ts'
import { secured } from './secured.server.ts'

/** Of the sign-in library only this is open to browsers; letters with digits go through our own forms and limits. */
const openAuthPaths = new Set(
  [
    'generate-register-options',
    'verify-registration',
    'generate-authenticate-options',
    'verify-authentication',
  ].map((step) => `/app/auth/passkey/${step}`),
)

export const handle: Handle = async ({ event, resolve }) => {
  const site = event.platform?.req.kith
  if (!site) throw new Error('A request came without the site: pages are served by the entry only.')
  try {
    return await unlessAway(site, () => answer({ event, resolve, site }))
  } catch (error) {
    // What asks for data has its own way to show an error; a person who opens a page gets one.
    if (isRedirect(error) || event.isDataRequest || !wantsPage(event)) throw error
    if (!(await isAway(error, site))) throw error
    site.log.warn({ err: error, route: event.route.id }, 'nothing can be read or saved; a page had to wait')
    return secured({ response: outOfReachPage(againFor(event)), site, isPersonal: isPersonal(event) })
  }
}

const isBelowApp = ({ url: { pathname } }: RequestEvent): boolean =>
  pathname === '/app' || pathname.startsWith('/app/')

/** A room knows no session, and a seat is still one person's. */
const isPersonal = (event: RequestEvent): boolean => {
  const { pathname } = event.url
  return isBelowApp(event) || pathname === '/r' || pathname.startsWith('/r/')
}

/** A form that was sent is opened afresh: its address would say what was to be done. */
const againFor = (event: RequestEvent) => ({
  language: languageOf(event, { isApp: isBelowApp(event) }),
  again: event.url.pathname + (event.request.method === 'GET' ? event.url.search : ''),
})

type Asked = Parameters<Handle>[0] & { site: Composition }

const answer = async ({ event, resolve, site }: Asked): Promise<Response> => {
  const { pathname } = event.url
  event.locals.userId = undefined
  event.locals.isByProvider = false
  event.locals.actor = undefined
  const isApp = isBelowApp(event)
  if (pathname.startsWith('/app/auth/')) {
    const answered = openAuthPaths.has(pathname)
      ? await site.signIn.handler(event.request)
      : new Response('404\n', { status: 404 })
    return secured({ response: answered, site, isPersonal: isApp })
  }
  const cookies = isApp ? await recognise(event, site) : []
  if (event.locals.isByProvider && needsOwnProof(event))
    return secured({ response: askForOwnProof(event), site, isPersonal: isApp })
  if (event.params.organisation !== undefined && isApp) {
    const early = await letIn(event, site)
    if (early) return secured({ response: early, site, isPersonal: isApp })
  }
  const chosen = isApp ? languageChosen(event) : undefined
  if (chosen)
    return secured({ response: await keepLanguage({ event, site, chosen }), site, isPersonal: isApp })
  const language = languageOf(event, { isApp })
  readsIn(event, language)
  const response = await inLanguage(language, () =>
    resolve(event, {
      transformPageChunk: ({ html }) =>
        withIntegrity(
          html
            .replace('%kith.lang%', language)
            .replace('%kith.dir%', direction(language))
            .replace('%kith.notice%', noticesOf(site)),
          { list: site.files, path: pathname },
        ),
    }),
  )
  const answered = secured({ response, site, isPersonal: isPersonal(event) })
  // What the route set wins: a session that just began outlives the deletion of one that ended.
  const setByRoute = new Set(answered.headers.getSetCookie().map(nameOf))
  for (const cookie of cookies) {
    if (!setByRoute.has(nameOf(cookie))) answered.headers.append('set-cookie', cookie)
  }
  return answered
}

/** Leads to where she confirms that it is her; what is no page is told so. */
const askForOwnProof = (event: RequestEvent): Response => {
  if (!wantsPage(event)) return Response.json({ code: 'people/own-passkey-first' }, { status: 403 })
  const next = event.request.method === 'GET' ? event.url.pathname + event.url.search : '/app'
  redirect(303, `/app/sign-in/passkey?next=${encodeURIComponent(next)}`)
}

const wantsPage = (event: RequestEvent): boolean =>
  event.isDataRequest || (event.request.headers.get('accept') ?? '').includes('text/html')

const nameOf = (cookie: string): string => cookie.slice(0, cookie.indexOf('='))

/** Somebody chose a language: it is kept, on this browser and with her membership, and the address is itself again. */
const keepLanguage = async (given: {
  event: RequestEvent
  site: Composition
  chosen: Language
}): Promise<Response> => {
  const { event, site, chosen } = given
  const { userId } = event.locals
  if (userId !== undefined) await chooseLanguage(site, { userId, language: chosen })
  // The links of the foot know no more of their address than its path: what was asked besides, the referrer knows.
  const from = URL.parse(event.request.headers.get('referer') ?? '', event.url)
  const address = from?.origin === event.url.origin && from.pathname === event.url.pathname ? from : event.url
  address.searchParams.delete(languageParameter)
  const isSecure = event.url.protocol === 'https:' ? '; Secure' : ''
  return new Response(null, {
    status: 303,
    headers: {
      location: address.pathname + address.search,
      'set-cookie': `${languageKept}=${chosen}; Path=/app; Max-Age=31536000; HttpOnly; SameSite=Lax${isSecure}`,
    },
  })
}

/** Outside what pages draw and load: on every one of them, without a request of its own, and without scripts. */
const noticesOf = (site: Composition): string =>
  [
    ...(site.demo ? [{ id: 'demo', label: m.demo_banner_label(), words: m.demo_banner() }] : []),
    ...(site.settings.isAddressSecure
      ? []
      : [{ id: 'insecure', label: m.insecure_notice_label(), words: m.insecure_notice() }]),
  ]
    .map(
      ({ id, label, words }) =>
        `<aside class="site-notice" id="${id}" aria-label="${label}"><p>${words}</p></aside>`,
    )
    .join('')

/** Reads the session. Answers with the cookies that prolong it, when it is due. */
const recognise = async (event: RequestEvent, site: Composition): Promise<string[]> => {
  const { headers, response } = await site.signIn.api.getSession({
    headers: event.request.headers,
    returnHeaders: true,
  })
  event.locals.userId = response?.user.id
  event.locals.isByProvider = response?.session.byProvider === true
  return headers.getSetCookie()
}

/**
 * Sets who is asking, or answers for those who may not come in: the signed-out are shown the way, and “not yours” is
 * the same as “not there”. A page says that itself; what is no page is told here.
 */
const letIn = async (event: RequestEvent, site: Composition): Promise<Response | undefined> => {
  const { userId } = event.locals
  const isRead = event.request.method === 'GET' || event.request.method === 'HEAD'
  if (userId === undefined) {
    if (wantsPage(event) || isRead) {
      redirect(303, `/app/sign-in?next=${encodeURIComponent(event.url.pathname + event.url.search)}`)
    }
    return Response.json({ code: 'people/sign-in-first' }, { status: 401 })
  }
  const actor = await findActor(site, { userId, slug: event.params.organisation ?? '' })
  event.locals.actor = event.locals.isByProvider ? onWordOfProvider(actor) : actor
  if (event.locals.actor || isRead) return undefined
  return Response.json({ code: 'people/not-found' }, { status: 404 })
}

/** Bugs end here: logged once without personal data, and told with a number that finds the entry in the log. */
export const handleError: HandleServerError = async (caught) => {
  if (isRedirect(caught.error)) return {}
  if (caught.kind !== 'unknown') {
    const said = caught.kind === 'app' ? caught.error.message : ''
    // Without words of its own an error says no more than its number.
    if (said !== '' && !said.startsWith('Error:')) return { message: said }
    return { message: caught.error.status === 404 ? m.people_error_not_found() : m.people_error_refused() }
  }
  const { event } = caught
  const site = event.platform?.req.kith
  if (site && (await isAway(caught.error, site))) {
    site.log.warn(
      { err: caught.error, route: event.route.id },
      'nothing can be read or saved; a page had to wait',
    )
    const language = languageOf(event, { isApp: isBelowApp(event) })
    return { status: 503, message: inLanguage(language, () => m.people_error_away()), isAway: true }
  }
  const incident = crypto.randomUUID().slice(0, 8)
  site?.log.error(
    { err: caught.error, incident, route: event.route.id, method: event.request.method },
    'a page failed',
  )
  return { message: m.people_error_broken(), incident }
}
