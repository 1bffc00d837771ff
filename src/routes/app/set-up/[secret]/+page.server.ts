import { error, redirect } from '@sveltejs/kit'
import { readSetUpLink, setUpOrganisation } from '#capabilities/people/index.server.ts'
import { sayRefusal } from '#capabilities/people/index.ui.ts'
import { copyCookies } from '../../../cookies.server.ts'
import { refused, valuesOf } from '../../../forms.server.ts'
import { siteOf } from '../../../here.server.ts'
import { organisationChoices } from '../../organisation-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = siteOf(event)
  const until = await readSetUpLink(site, { secret: event.params.secret })
  if (!until) error(404, sayRefusal({ code: 'people/set-up-link-not-valid' }))
  return {
    ...organisationChoices(),
    until: until.toISOString(),
    isAddressSecure: site.settings.isAddressSecure,
  }
}

export const actions: Actions = {
  default: async (event) => {
    const values = await valuesOf(event.request)
    const done = await setUpOrganisation(siteOf(event), { secret: event.params.secret, form: values })
    if (!done.ok) return refused(done.refusal, values)
    copyCookies(event.cookies, done.value.headers)
    redirect(303, `/app/${done.value.slug}/account?welcome=first`)
  },
}
