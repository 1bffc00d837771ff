import { keepParts } from '#capabilities/checkins/index.server.ts'
import { publicOrganisation } from '../../../manifests/public-organisation.server.ts'
import { answerOf, handedOver } from '../../handed-over.server.ts'
import type { RequestHandler } from './$types'

/** Takes the public halves of parts that a trustee's browser made. No session is read. */
export const POST: RequestHandler = async (event) => {
  const on = await publicOrganisation(event)
  return answerOf(await keepParts({ request: await handedOver(event, 60_000) }, on))
}
