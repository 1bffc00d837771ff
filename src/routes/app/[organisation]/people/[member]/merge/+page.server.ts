import { error, redirect } from '@sveltejs/kit'
import { mergePeople, seeMerge } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { searchParams } = event.url
  const seen = await seeMerge(site, {
    actor: site.actor,
    member: event.params.member,
    q: searchParams.get('q'),
    other: searchParams.get('with'),
  })
  if (!seen.ok) error(404)
  return seen.value
}

export const actions: Actions = {
  default: async (event) => {
    const site = present(event)
    const form = { ...(await valuesOf(event.request)), member: event.params.member }
    const done = await mergePeople(site, { actor: site.actor, form })
    if (!done.ok) return refused(done.refusal)
    redirect(303, `/app/${site.actor.organisation.slug}/people/${done.value.kept}?done=merged`)
  },
}
