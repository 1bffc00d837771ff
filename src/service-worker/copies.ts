import { rememberedSupport } from './remembered.ts'

/** Written in by the build. */
declare const __KITH_BUILD__: string

const prefix = 'kith-copies-'
const name = `${prefix}${__KITH_BUILD__}`

/** The pages that make sense without a network. None of them says anything about whoever uses this browser. */
const pages = ['/answer', '/offline', '/support']
/** What their own scripts need; written by `vite.config.ts`. */
const listOfScripts = '/_app/kept.json'

const opened = () => caches.open(name)

/** Asked for without cookies and without saying from where: a copy is nobody's visit. */
const fetchCopy = async (address: string): Promise<Response> => {
  const response = await fetch(address, {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
    cache: address.startsWith('/_app/immutable/') ? 'default' : 'no-cache',
  })
  if (!response.ok) throw new Error(`${response.status} for ${address}`)
  return response
}

/** The files of the build that a page or a stylesheet names. */
const filesNamedIn = (text: string): string[] => text.match(/\/_app\/[\w./-]+\.(?:css|js)/g) ?? []

/** Keeps one copy of everything that pages without a network need, or, when anything is missing, nothing. */
export const keepCopies = async (): Promise<void> => {
  const kept = await opened()
  const scripts = (await (await fetchCopy(listOfScripts)).json()) as string[]
  const files = new Set([...scripts, '/favicon.svg'])
  const remembered = await rememberedSupport()
  for (const page of pages) {
    const response = await fetchCopy(page)
    for (const file of filesNamedIn(await response.clone().text())) files.add(file)
    await kept.put(page, response)
  }
  await Promise.all([...files].map(async (file) => kept.put(file, await fetchCopy(file))))
  await keepFonts(kept)
  // It may be gone from the site meanwhile, which must not hold up a new version.
  if (remembered) await keepPage(remembered).catch(() => undefined)
}

/** Fonts that this browser has fetched already; a copy is no reason to fetch one, since every text is readable without. */
const keepFonts = async (kept: Cache): Promise<void> => {
  for (const request of await kept.keys()) {
    if (!request.url.endsWith('.css')) continue
    const style = await (await kept.match(request))?.text()
    for (const [, path = ''] of style?.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g) ?? []) {
      const font = new URL(path, request.url)
      const had = await fetch(font, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => undefined)
      if (had?.ok) await kept.put(font.pathname, had)
    }
  }
}

/**
 * Takes a fresh copy of one page, where it belongs to this version: one that names files which are not kept is of a
 * newer build, and comes with that.
 */
export const keepPage = async (page: string): Promise<void> => {
  const response = await fetchCopy(page)
  const kept = await opened()
  for (const file of filesNamedIn(await response.clone().text())) if (!(await kept.match(file))) return
  await kept.put(page, response)
}

const halfADay = 12 * 3_600_000

/** Takes fresh copies of the pages whose copies are older than half a day: words and numbers on them may change. */
export const freshenCopies = async (): Promise<void> => {
  const kept = await opened()
  const remembered = await rememberedSupport()
  for (const page of remembered ? [...pages, remembered] : pages) {
    const takenAt = Date.parse((await kept.match(page))?.headers.get('date') ?? '')
    if (Date.now() - takenAt < halfADay) continue
    await keepPage(page).catch(() => undefined)
  }
}

export const copyOf = async (address: string): Promise<Response | undefined> =>
  (await opened()).match(address, { ignoreVary: true })

export const dropCopy = async (address: string): Promise<void> => {
  await (await opened()).delete(address)
}

/** Copies of other versions; they are asked for no more once this one has begun. */
export const dropOldCopies = async (): Promise<void> => {
  for (const each of await caches.keys())
    if (each.startsWith(prefix) && each !== name) await caches.delete(each)
}
