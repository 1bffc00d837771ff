import { error, json } from '@sveltejs/kit'
import { readPublicPage } from '#capabilities/checkins/index.server.ts'
import { numberIn } from '../../number-in.ts'
import { publicOrganisation } from '../public-organisation.server.ts'
import type { RequestHandler } from './$types'

/** What an organisation announced, in fixed pages, signed, for anyone to keep and compare. No session is read here. */
export const GET: RequestHandler = async (event) => {
  const { checkins, organisation } = await publicOrganisation(event)
  const from = numberIn(event.url.searchParams.get('from')) ?? 1
  const page = await readPublicPage({ from }, { checkins, organisation })
  // A page that was asked for by another number would say more about who asks than a page need.
  if (page.from !== from) error(404)
  return json(page, { headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' } })
}
