import { error, type RequestEvent } from '@sveltejs/kit'
import type { Actor } from '#capabilities/people/index.ts'
import type { Composition } from '../composition.server.ts'

/** The running site, as the entry hands it to each request. */
export const siteOf = (event: Pick<RequestEvent, 'platform'>): Composition => {
  const site = event.platform?.req.kith
  if (!site) throw new Error('A request came without the site: pages are served by the entry only.')
  return site
}

/** The site and whoever is asking, in the organisation of the address. The hooks let nobody else come this far. */
export const present = (event: Pick<RequestEvent, 'platform' | 'locals'>): Composition & { actor: Actor } => {
  const { actor } = event.locals
  if (!actor) error(404)
  return { ...siteOf(event), actor }
}

/** Where a request came from, for counting attempts only: it reaches no table and no log. */
export const addressOf = (event: Pick<RequestEvent, 'request'>): string =>
  event.request.headers.get('x-kith-address') ?? ''
