import { error, redirect } from '@sveltejs/kit'
import {
  addUnit,
  closeUnit,
  mergeUnits,
  moveUnit,
  renameUnit,
  seeUnit,
  setUnitLead,
  stepUnit,
} from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../../../forms.server.ts'
import { present } from '../../../../../here.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const seen = await seeUnit(site, { actor: site.actor, unit: event.params.unit })
  if (!seen.ok) error(404)
  return { ...seen.value, isSaved: event.url.searchParams.has('saved') }
}

type Values = Awaited<ReturnType<typeof valuesOf>>

/**
 * Does one change to the team of the address, then shows it, or where it was the one that `next` names. What was refused
 * comes back under the name of its form: two of them ask for a name.
 */
const change =
  (act: string, work: typeof renameUnit, next: (values: Values) => string | undefined = () => undefined) =>
  async (event: RequestEvent) => {
    const site = present(event)
    const { next: asked = '', ...values } = await valuesOf(event.request)
    const done = await work(site, { actor: site.actor, form: { ...values, unit: event.params.unit } })
    if (!done.ok) return refused(done.refusal, { ...values, act })
    const unit = next({ ...values, next: asked }) ?? event.params.unit
    redirect(303, `/app/${site.actor.organisation.slug}/people/teams/${encodeURIComponent(unit)}?saved`)
  }

export const actions: Actions = {
  rename: change('rename', renameUnit),
  move: change('move', moveUnit),
  step: change('step', stepUnit),
  lead: change('lead', setUnitLead),
  merge: change('merge', mergeUnits, ({ into }) => String(into)),
  close: change('close', closeUnit, ({ next }) => String(next)),
  add: async (event) => {
    const site = present(event)
    const values = await valuesOf(event.request)
    const done = await addUnit(site, { actor: site.actor, form: { ...values, parent: event.params.unit } })
    if (!done.ok) return refused(done.refusal, { ...values, act: 'add' })
    redirect(303, `${event.url.pathname}?saved`)
  },
}
