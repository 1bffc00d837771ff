import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type IntegrityList, integrityOf, isIntegrityList, listFiles, listPath } from './list-files.server.ts'

/**
 * - `altered`  other bytes than the list says      - `missing`  the list names it, and it is not there
 * - `extra`    there, and not in the list          - `own-script`  a page carries a script that is not in a file
 * - `open`     a page lets a browser run scripts that are not the site's files
 */
export type Difference = { path: string; what: 'altered' | 'missing' | 'extra' | 'own-script' | 'open' }

/** The pages that anybody may open and on which nobody is signed in. What they load is looked at as well. */
const openPages = ['/', '/answer', '/offline', '/support']
/** Each as a browser may ask for it: another one could be served to those who take it packed. */
const packings = ['identity', 'gzip', 'br']

/** Compares the folder that a build made, or the folder `client` in it, with a list. */
export const compareFolder = (given: { list: IntegrityList; folder: string }): Difference[] => {
  const inside = join(given.folder, 'client')
  return between(given.list, listFiles(existsSync(inside) ? inside : given.folder))
}

/**
 * Compares what a running site serves to somebody who is not signed in with a list. It asks as any browser would, and
 * learns nothing about what the site serves to somebody else.
 * @throws when the site cannot be reached.
 */
export const compareSite = async (given: {
  list: IntegrityList
  address: string
  ask?: typeof fetch
}): Promise<Difference[]> => {
  const { list, address, ask = fetch } = given
  const found: Difference[] = []
  const get = (path: string, packing = 'br') =>
    ask(new URL(path, address), { headers: { 'accept-encoding': packing }, redirect: 'manual' })
  for (const [path, expected] of Object.entries(list.files)) {
    for (const packing of packings) {
      const response = await get(path, packing)
      const bytes = new Uint8Array(await response.arrayBuffer())
      const what = !response.ok ? 'missing' : integrityOf(bytes) === expected ? undefined : 'altered'
      if (what === undefined) continue
      found.push({ path, what })
      break
    }
  }
  for (const page of openPages) {
    const response = await get(page)
    const html = await response.text()
    found.push(
      ...(await lookAtPage({ page, html, policy: response.headers.get('content-security-policy'), list })),
    )
  }
  const own: unknown = await (await get(listPath)).json().catch(() => undefined)
  if (!isIntegrityList(own)) found.push({ path: listPath, what: 'missing' })
  else if (between(list, own.files).length > 0) found.push({ path: listPath, what: 'altered' })
  return found
}

const between = (list: IntegrityList, files: Readonly<Record<string, string>>): Difference[] => {
  const missingOrAltered = Object.entries(list.files).flatMap(([path, expected]): Difference[] => {
    const is = files[path]
    return is === expected ? [] : [{ path, what: is === undefined ? 'missing' : 'altered' }]
  })
  const extra = Object.keys(files).filter((path) => !(path in list.files))
  return [...missingOrAltered, ...extra.map((path): Difference => ({ path, what: 'extra' }))]
}

const lookAtPage = async (given: {
  page: string
  html: string
  policy: string | null
  list: IntegrityList
}): Promise<Difference[]> => {
  const { page, html, policy, list } = given
  const pathOf = (name: string) => new URL(name, `http://site.invalid${page}`)
  const named = [
    ...[...html.matchAll(/<script\b[^>]*>/gi)].map(([tag]) => /\bsrc="([^"]+)"/i.exec(tag)?.[1]),
    ...[...html.matchAll(/<link\b[^>]*\brel="(?:stylesheet|modulepreload)"[^>]*>/gi)].map(
      ([tag]) => /\bhref="([^"]+)"/i.exec(tag)?.[1],
    ),
  ]
  const differences = named.flatMap((name): Difference[] => {
    if (name === undefined) return [{ path: page, what: 'own-script' }]
    const { host, pathname } = pathOf(name)
    const isListed = host === 'site.invalid' && pathname in list.files
    return isListed ? [] : [{ path: name, what: 'extra' }]
  })
  const scripts = /(?:^|;)\s*script-src ([^;]*)/.exec(policy ?? '')?.[1]?.trim()
  return scripts === "'self'" ? differences : [...differences, { path: page, what: 'open' }]
}
