import { error, redirect } from '@sveltejs/kit'
import {
  checkProvider,
  forgetProviderPeople,
  keepProvider,
  seeProvider,
  turnProviderOn,
} from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { siteOf } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

const signIn = '/app/sign-in?next=%2Fapp%2Foperator%2Fsign-in'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, signIn)
  const seen = await seeProvider(siteOf(event), { userId })
  if (!seen.ok) error(404)
  return seen.value
}

export const actions: Actions = {
  keep: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const values = await valuesOf(event.request)
    const done = await keepProvider(siteOf(event), { userId, form: values })
    if (done.ok) redirect(303, event.url.pathname)
    // What is wrong elsewhere is no reason to send a secret back.
    const { clientSecret: _, ...typed } = values
    return refused(done.refusal, typed)
  },
  check: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const done = await checkProvider(siteOf(event), { userId })
    return done.ok ? { isWorking: true } : refused(done.refusal)
  },
  turn: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const values = await valuesOf(event.request)
    const done = await turnProviderOn(siteOf(event), { userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, event.url.pathname)
  },
  forget: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const done = await forgetProviderPeople(siteOf(event), { userId })
    if (!done.ok) return refused(done.refusal)
    redirect(303, event.url.pathname)
  },
}
