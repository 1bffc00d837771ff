import { redirect } from '@sveltejs/kit'
import { deleteOwnMembership, listPlaces } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../forms.server.ts'
import { present } from '../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { organisation, userId } = site.actor
  const { organisations, isOperator } = await listPlaces(site, { userId })
  return {
    organisationName: organisation.name,
    isCommons: organisation.isCommons,
    others: organisations.filter(({ slug }) => slug !== organisation.slug).map(({ name }) => name),
    isOperator,
  }
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await deleteOwnMembership(site, { actor: site.actor, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, done.value.isAccountGone ? '/app/data/done' : '/app/data')
  },
}
