import { readWaiting } from '#capabilities/checkins/index.server.ts'
import { publicOrganisation } from '../../manifests/public-organisation.server.ts'
import type { PageServerLoad } from './$types'

/** What waits for the trustees of an organisation, for anybody who opens it; no session is read here. */
export const load: PageServerLoad = async (event) => readWaiting(await publicOrganisation(event))
