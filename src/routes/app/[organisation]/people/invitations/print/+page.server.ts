import { error, redirect } from '@sveltejs/kit'
import { listSlips, slipsPerPage } from '#capabilities/people/index.server.ts'
import { present } from '../../../../../here.server.ts'
import { numberIn } from '../../../../../number-in.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const page = numberIn(event.url.searchParams.get('page')) ?? 1
  const listed = await listSlips(site, { actor: site.actor, page })
  // The page of invitations says what is the matter.
  if (!listed.ok && listed.refusal.code === 'people/address-not-secure')
    redirect(303, `/app/${site.actor.organisation.slug}/people/invitations`)
  if (!listed.ok) error(404)
  const { slips, total } = listed.value
  return {
    slips: slips.map(({ expiresAt, ...slip }) => ({ ...slip, until: expiresAt.toISOString() })),
    page,
    pages: Math.max(1, Math.ceil(total / slipsPerPage)),
    joinAddress: `${new URL(site.settings.publicUrl).host}/app/join`,
    organisationName: site.actor.organisation.name,
    timeZone: site.actor.organisation.timeZone,
  }
}
