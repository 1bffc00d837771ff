import { error, json } from '@sveltejs/kit'
import { readCarriedPacket } from '#capabilities/checkins/index.server.ts'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../here.server.ts'
import type { RequestHandler } from './$types'

/** For the phone that a check-in was carried to: no session is read here, and a post keeps the group out of addresses. */
export const POST: RequestHandler = async (event) => {
  const { checkins, database } = siteOf(event)
  const request: unknown = await event.request.json().catch(() => undefined)
  const organisations = await listOrganisations(database)
  const read = await readCarriedPacket({ request }, { checkins, organisations })
  if (!read.ok) error(404)
  return json(read.value, { headers: { 'cache-control': 'no-store' } })
}
