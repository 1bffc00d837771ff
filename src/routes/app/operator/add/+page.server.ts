import { error, redirect } from '@sveltejs/kit'
import { addOrganisation, listPlaces } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { siteOf } from '../../../here.server.ts'
import { organisationChoices } from '../../organisation-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Foperator%2Fadd')
  const { isOperator } = await listPlaces(siteOf(event), { userId })
  if (!isOperator) error(404)
  return { ...organisationChoices(), id: crypto.randomUUID() as string }
}

export const actions: Actions = {
  default: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Foperator%2Fadd')
    const values = await valuesOf(event.request)
    const done = await addOrganisation(siteOf(event), { userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, `/app/${done.value.slug}/people/import?first=yes`)
  },
}
