import { siteOf } from '../here.server.ts'
import type { PageServerLoad } from './$types'

/** The same for everybody: which scripts come first. */
export const load: PageServerLoad = (event) => ({ scripts: siteOf(event).answeringScripts })
