import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const folder = join(import.meta.dirname, '../../src/routes')

export type Route = {
  /** As the framework writes it: /app/[organisation]/people */
  id: string
  isPage: boolean
  /** Whether anything of it runs on the server for this visitor. */
  hasLoad: boolean
  /** Methods of a route that is no page. */
  methods: string[]
  /** Names of form actions; `default` has none in the address. */
  actions: string[]
}

const idOf = (file: string) => {
  const path = relative(folder, dirname(join(folder, file)))
  return path === '' ? '/' : `/${path}`
}
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

const actionsIn = (source: string): string[] => {
  const body = /export const actions[^=]*= \{([\s\S]*)/.exec(source)?.[1] ?? ''
  return [...body.matchAll(/^ {2}(?:async )?(\w+)[:(]/gm)].map(([, name = '']) => name)
}

/** Every address of the site, found where the framework finds it. */
export const listRoutes = (): Route[] => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const routes = new Map<string, Route>()
  for (const file of files.toSorted()) {
    const name = file.split('/').at(-1) ?? ''
    if (!['+page.svelte', '+page.server.ts', '+server.ts'].includes(name)) continue
    const id = idOf(file)
    const route = routes.get(id) ?? { id, isPage: false, hasLoad: false, methods: [], actions: [] }
    if (name === '+page.svelte') route.isPage = true
    if (name === '+page.server.ts') {
      route.hasLoad = /export const load/.test(read(file))
      route.actions = actionsIn(read(file))
    }
    if (name === '+server.ts')
      route.methods = [...read(file).matchAll(/export const ([A-Z]+)\b/g)].map(([, method = '']) => method)
    routes.set(id, route)
  }
  return [...routes.values()]
}

/** A route with its parameters filled in. @throws when one is not given. */
export const addressOfRoute = (id: string, parameters: Readonly<Record<string, string>>): string =>
  id.replace(/\[(\w+)\]/g, (_, name: string) => {
    const value = parameters[name]
    if (value === undefined) throw new Error(`${id} needs a value for ${name}.`)
    return value
  })
