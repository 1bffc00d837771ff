import { error, fail, redirect } from '@sveltejs/kit'
import { findRoomByCode, readSeat, takeSeat } from '#capabilities/rooms/index.server.ts'
import { type RoomRefusal, statusOf } from '#capabilities/rooms/index.ts'
import { refusalWords } from '#capabilities/rooms/index.ui.ts'
import { getLocale } from '#messages/runtime.js'
import { sentBy } from '../../forms.server.ts'
import { addressOf, siteOf } from '../../here.server.ts'
import { inSameLanguage } from '../same-language.server.ts'
import { keepSeat, seatSecret } from '../seat-cookie.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** With a seat the room, as it is now; without one what will happen, and who sees what. No session is read here. */
export const load: PageServerLoad = async (event) => {
  const site = siteOf(event)
  const { code } = event.params
  const language = getLocale()
  const seated = await readSeat(site, { code, secret: seatSecret(event, code), language })
  if (seated.ok) return { seated: seated.value, waiting: undefined, problem: undefined }
  if (seated.refusal.code === 'rooms/seat-removed')
    return { seated: undefined, waiting: undefined, problem: refusalWords(seated.refusal) }
  const waiting = await findRoomByCode(site, { code, language, address: addressOf(event) })
  if (waiting.ok) return { seated: undefined, waiting: waiting.value, problem: undefined }
  if (waiting.refusal.code === 'rooms/not-found') error(404)
  return { seated: undefined, waiting: undefined, problem: refusalWords(waiting.refusal) }
}

const isOfName = ({ code }: RoomRefusal) => code === 'rooms/name-missing' || code === 'rooms/name-too-long'

export const actions: Actions = {
  sit: async (event) => {
    const { code } = event.params
    const sent = await sentBy(event.request)
    const name = String(sent.get('name') ?? '').slice(0, 400)
    const profession = String(sent.get('profession') ?? '').slice(0, 60)
    const taken = await takeSeat(siteOf(event), {
      code,
      name,
      profession,
      secret: seatSecret(event, code),
      address: addressOf(event),
    })
    if (!taken.ok) {
      const { refusal } = taken
      const about = { problem: refusalWords(refusal), isOfName: isOfName(refusal) }
      return fail(statusOf[refusal.code], { ...about, name, profession })
    }
    keepSeat(event, taken.value)
    redirect(303, inSameLanguage(event, `/r/${taken.value.code}`))
  },
}
