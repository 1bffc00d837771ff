import { error } from '@sveltejs/kit'
import { readGroupLines } from '#capabilities/checkins/index.server.ts'
import { numberIn } from '../../../number-in.ts'
import { publicOrganisation } from '../../public-organisation.server.ts'
import type { RequestHandler } from './$types'

/** The groups under one announcement, without names, for anyone to add up and compare. No session is read here. */
export const GET: RequestHandler = async (event) => {
  const { checkins, organisation } = await publicOrganisation(event)
  const of = numberIn(event.url.searchParams.get('of'))
  const lines = of && (await readGroupLines({ of }, { checkins, organisation: organisation.id }))
  if (!lines) error(404)
  const headers = {
    'content-type': 'application/json',
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    vary: 'accept-encoding',
  }
  const takesGzip = /\bgzip\b/.test(event.request.headers.get('accept-encoding') ?? '')
  if (!takesGzip) return new Response(lines.text, { headers })
  return new Response(lines.gzip, { headers: { ...headers, 'content-encoding': 'gzip' } })
}
