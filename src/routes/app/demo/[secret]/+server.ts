import { error, redirect } from '@sveltejs/kit'
import { copyCookies } from '../../../cookies.server.ts'
import { siteOf } from '../../../here.server.ts'
import type { RequestHandler } from './$types'

/** Signs in as somebody made up. On a site of real people nothing is here. */
export const GET: RequestHandler = async (event) => {
  const site = siteOf(event)
  const entrance = site.demo?.entrance(event.params.secret)
  if (!entrance) error(404)
  const { headers } = await site.signIn.api.enter({ body: { userId: entrance.userId }, returnHeaders: true })
  copyCookies(event.cookies, headers)
  redirect(303, entrance.leadsTo)
}
