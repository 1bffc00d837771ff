import type { IntegrityList } from './list-files.server.ts'

const named = /<link href="([^"]+)" rel="(?:stylesheet|modulepreload)"|<script type="module" src="([^"]+)"/g

/**
 * A page in which every script and style that it names carries the hash of what is expected, and in which scripts that
 * bring others name these beforehand: a browser then refuses what was altered. `path`: of the page, since it may name
 * its files from there.
 */
export const withIntegrity = (html: string, from: { list: IntegrityList; path: string }): string => {
  const pathOf = (name: string) => new URL(name, `http://site.invalid${from.path}`).pathname
  return html.replace(named, (whole, style: string | undefined, script: string | undefined) => {
    const path = pathOf(style ?? script ?? '')
    const hash = from.list.files[path]
    if (hash === undefined) return whole
    const brought = (from.list.needs[path] ?? []).map(
      (each) => `<link href="${each}" rel="modulepreload" integrity="${from.list.files[each]}">`,
    )
    return `${brought.join('')}${whole} integrity="${hash}"`
  })
}
