import { redirect } from '@sveltejs/kit'
import { readSeat } from '#capabilities/rooms/index.server.ts'
import { getLocale } from '#messages/runtime.js'
import { siteOf } from '../../../here.server.ts'
import { seatSecret } from '../../seat-cookie.server.ts'
import type { PageServerLoad } from './$types'

/** The desk is a host's; whoever has another seat, or none, is led to the room itself. */
export const load: PageServerLoad = async (event) => {
  const { code } = event.params
  const asked = { code, secret: seatSecret(event, code), language: getLocale() }
  const seated = await readSeat(siteOf(event), asked)
  if (!seated.ok || !seated.value.heard.mine?.isHost) redirect(303, `/r/${encodeURIComponent(code)}`)
  return seated.value
}
