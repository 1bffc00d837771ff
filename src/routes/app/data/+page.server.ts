import { redirect } from '@sveltejs/kit'
import { deleteOwnAccount, seeAccountData } from '#capabilities/people/index.server.ts'
import { refused, valuesOf } from '../../forms.server.ts'
import { siteOf } from '../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

const signIn = '/app/sign-in?next=%2Fapp%2Fdata'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, signIn)
  const { account, organisations } = await seeAccountData(siteOf(event), { userId })
  return { account, organisations: organisations.map(({ slug, name }) => ({ slug, name })) }
}

export const actions: Actions = {
  default: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, signIn)
    const values = await valuesOf(event.request)
    const done = await deleteOwnAccount(siteOf(event), { userId, form: values })
    if (!done.ok) return refused(done.refusal, values)
    redirect(303, '/app/data/done')
  },
}
