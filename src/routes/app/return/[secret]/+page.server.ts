import { error, redirect } from '@sveltejs/kit'
import { comeBackAsOperator, readReturnLink } from '#capabilities/people/index.server.ts'
import { sayRefusal } from '#capabilities/people/index.ui.ts'
import { copyCookies } from '../../../cookies.server.ts'
import { siteOf } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

const notValid = () => error(404, sayRefusal({ code: 'people/set-up-link-not-valid' }))

export const load: PageServerLoad = async (event) => {
  if (!(await readReturnLink(siteOf(event), { secret: event.params.secret }))) notValid()
}

export const actions: Actions = {
  default: async (event) => {
    const back = await comeBackAsOperator(siteOf(event), { secret: event.params.secret })
    if (!back.ok) return notValid()
    copyCookies(event.cookies, back.value.headers)
    redirect(303, '/app')
  },
}
