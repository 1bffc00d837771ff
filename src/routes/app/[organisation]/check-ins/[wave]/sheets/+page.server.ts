import { error, fail } from '@sveltejs/kit'
import { makeSheets, readSheets } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { isLanguage } from '#ui/languages.ts'
import { sentBy } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const read = await readSheets({ wave: event.params.wave }, present(event))
  if (!read.ok) error(statusOf[read.refusal.code])
  return { sheets: read.value }
}

export const actions: Actions = {
  default: async (event) => {
    const sent = Object.fromEntries(await sentBy(event.request))
    const made = await makeSheets({ wave: event.params.wave, form: sent }, present(event))
    if (!made.ok) return fail(statusOf[made.refusal.code], { refusal: made.refusal })
    const as = sent.as === 'forms' ? ('forms' as const) : ('slips' as const)
    // Shown in this answer and nowhere else.
    return { codes: made.value.codes, as, language: isLanguage(sent.language) ? sent.language : undefined }
  },
}
