import { fail, redirect } from '@sveltejs/kit'
import { findRoomByCode } from '#capabilities/rooms/index.server.ts'
import { statusOf } from '#capabilities/rooms/index.ts'
import { refusalWords } from '#capabilities/rooms/index.ui.ts'
import { getLocale } from '#messages/runtime.js'
import { sentBy } from '../forms.server.ts'
import { addressOf, siteOf } from '../here.server.ts'
import type { Actions } from './$types'
import { inSameLanguage } from './same-language.server.ts'

export const actions: Actions = {
  default: async (event) => {
    const code = String((await sentBy(event.request)).get('code') ?? '').slice(0, 40)
    const asked = { code, language: getLocale(), address: addressOf(event) }
    const found = await findRoomByCode(siteOf(event), asked)
    if (found.ok) redirect(303, inSameLanguage(event, `/r/${found.value.code}`))
    return fail(statusOf[found.refusal.code], { problem: refusalWords(found.refusal), code })
  },
}
