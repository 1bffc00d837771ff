import { seeOwnData } from '#capabilities/people/index.server.ts'
import { heldFile } from '../../../../held-file.server.ts'
import { present } from '../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** What this organisation holds about whoever asks, to take along. */
export const GET: RequestHandler = async (event) => {
  const site = present(event)
  const { name, timeZone } = site.actor.organisation
  const held = await seeOwnData(site, { actor: site.actor })
  return heldFile({ parts: [{ where: name, held }], zone: timeZone, as: event.url.searchParams.get('as') })
}
