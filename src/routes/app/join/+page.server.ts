import { redirect } from '@sveltejs/kit'
import { readTypedCode } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../forms.server.ts'
import type { Actions } from './$types'

export const actions: Actions = {
  default: async (event) => {
    const values = await valuesOf(event.request)
    const code = readTypedCode(values)
    if (!code.ok) return refused(code.refusal, values)
    redirect(303, `/app/join/${code.value.code}`)
  },
}
