import { error, type RequestEvent } from '@sveltejs/kit'
import type { Checkins } from '#capabilities/checkins/index.server.ts'
import { listOrganisations, type OrganisationSummary } from '#capabilities/people/index.server.ts'
import { siteOf } from '../here.server.ts'

/** The organisation of an address that anybody may open. */
export const publicOrganisation = async (
  event: Pick<RequestEvent, 'platform' | 'params'>,
): Promise<{ checkins: Checkins; organisation: OrganisationSummary }> => {
  const { checkins, database } = siteOf(event)
  const organisations = await listOrganisations(database)
  const organisation = organisations.find(({ slug }) => slug === event.params.organisation)
  if (!organisation) error(404)
  return { checkins, organisation }
}
