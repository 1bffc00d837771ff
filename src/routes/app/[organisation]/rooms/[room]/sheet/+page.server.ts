import { peopleIn } from '../../people-in.ts'
import { ledPage } from '../led-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => ({
  ...(await ledPage(event)),
  people: peopleIn(event.url),
})
