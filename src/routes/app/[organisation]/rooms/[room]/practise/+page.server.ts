import { ledPage } from '../led-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => ledPage(event)
