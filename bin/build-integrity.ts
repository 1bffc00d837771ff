import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Adapter } from '@sveltejs/kit'
import type { Plugin } from 'vite'
import {
  type IntegrityList,
  integrityOf,
  listFiles,
  listPath,
} from '../src/platform/served-files/list-files.server.ts'

/** A file of a build, as far as it matters here. */
export type Made = {
  type: string
  code?: string
  source?: string | Uint8Array
  imports?: string[]
  dynamicImports?: string[]
  viteMetadata?: { importedCss: Set<string> }
}
export type Bundle = Readonly<Record<string, Made>>

/** These and every file that they need: at once, or also what they load later. */
export const reach = (from: readonly string[], bundle: Bundle, isLaterToo = true): Set<string> => {
  const found = new Set<string>()
  const wanted = [...from]
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const made = bundle[name]
    if (!made || found.has(name)) continue
    found.add(name)
    wanted.push(...(made.imports ?? []))
    if (isLaterToo) wanted.push(...(made.dynamicImports ?? []))
    wanted.push(...(made.viteMetadata?.importedCss ?? []))
  }
  return found
}

/** What Vite writes where a script is about to load others later: it announces each in the head of the page first. */
const announces = /document\.head\.appendChild\((\w+)\)/g
/** It leaves out what comes alone. */
const loads = /\bimport\((`[^`$]+\.js`)\)/g
const announce = `globalThis.kithAnnounce=u=>{const f=globalThis.kithFiles[u.pathname],d=document;if(!f||[...d.head.querySelectorAll("link")].some(l=>l.href===u.href))return;const l=d.createElement("link");l.rel="modulepreload";l.crossOrigin="";l.integrity=f;l.href=u.href;d.head.append(l)};`

/**
 * What is loaded later is announced with its hash, so that a browser refuses what was altered on the way. `entries`
 * stand in the page with a hash of their own, and bring the hashes of whatever they load. Changes the bundle.
 * @throws when Vite writes that in another way than it did.
 */
export const secureLaterLoads = (bundle: Bundle, entries: readonly string[]): void => {
  let announced = 0
  for (const made of Object.values(bundle)) {
    if (made.code === undefined) continue
    made.code = made.code
      .replace(loads, (whole, path: string) => {
        return `(globalThis.kithAnnounce?.(new URL(${path},import.meta.url)),${whole})`
      })
      .replace(announces, (whole, link: string) => {
        announced++
        return `(${link}.integrity=globalThis.kithFiles?.[new URL(${link}.href).pathname]??""),${whole}`
      })
  }
  if (announced === 0) throw new Error('Vite loads scripts in another way than it did: nothing is announced.')
  for (const entry of entries) {
    const made = bundle[entry]
    if (made?.code === undefined) throw new Error(`The build has no ${entry}.`)
    const atOnce = reach([entry], bundle, false)
    const later = [...reach([entry], bundle)].filter((name) => !atOnce.has(name) && !entries.includes(name))
    const hashes = later.sort().map((name) => [`/${name}`, integrityOf(contentsOf(bundle[name]))])
    if (hashes.length === 0) continue
    const table = JSON.stringify(Object.fromEntries(hashes))
    made.code = `globalThis.kithFiles={...globalThis.kithFiles,...${table}};${announce}${made.code}`
  }
}

const contentsOf = (made: Made | undefined): string | Uint8Array => {
  const contents = made?.code ?? made?.source
  if (contents === undefined) throw new Error('A file of the build has no contents.')
  return contents
}

/** Has what the pages' own script loads later announced with its hash, after everybody else has changed the files. */
export const laterLoadsSecured = (others: () => readonly string[]): Plugin => ({
  name: 'kith-integrity-of-later-loads',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle: {
    order: 'post',
    handler: (_, bundle) => {
      const app = Object.keys(bundle).filter((name) => /\/entry\/app\.[\w-]+\.js$/.test(name))
      secureLaterLoads(bundle as Bundle, [...app, ...others()])
    },
  },
})

/** Puts the list of everything that browsers are served among the files themselves, before they are packed. */
export const publishingIntegrity = (
  adapter: Adapter,
  about: { build: string; needs(): IntegrityList['needs'] },
): Adapter => ({
  ...adapter,
  adapt: async (builder) => {
    const folder = builder.getClientDirectory()
    const list: IntegrityList = {
      format: 'kith-integrity-1',
      build: about.build,
      files: listFiles(folder),
      needs: about.needs(),
    }
    writeFileSync(join(folder, listPath), `${JSON.stringify(list, null, 1)}\n`)
    await adapter.adapt(builder)
  },
})
