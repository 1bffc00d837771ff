import { givePart } from '#capabilities/checkins/index.server.ts'
import { publicOrganisation } from '../../../manifests/public-organisation.server.ts'
import { answerOf, handedOver } from '../../handed-over.server.ts'
import type { RequestHandler } from './$types'

/** Takes a trustee's part of the key of one check-in that is over. No session is read. */
export const POST: RequestHandler = async (event) => {
  const on = await publicOrganisation(event)
  return answerOf(await givePart({ request: await handedOver(event, 1_000) }, on))
}
