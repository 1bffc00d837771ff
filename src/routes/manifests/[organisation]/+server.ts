import { error, json } from '@sveltejs/kit'
import { readPublicChain } from '#capabilities/checkins/index.server.ts'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../here.server.ts'
import type { RequestHandler } from './$types'

/** Every announcement and cancellation, signed, for anyone to keep and compare. No session is read here. */
export const GET: RequestHandler = async (event) => {
  const { checkins, database } = siteOf(event)
  const organisations = await listOrganisations(database)
  const organisation = organisations.find(({ slug }) => slug === event.params.organisation)
  if (!organisation) error(404)
  return json(
    {
      format: 'kith-chain/1',
      organisation: organisation.id,
      entries: await readPublicChain(checkins, organisation.id),
    },
    { headers: { 'access-control-allow-origin': '*' } },
  )
}
