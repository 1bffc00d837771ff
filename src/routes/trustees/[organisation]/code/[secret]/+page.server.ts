import { error } from '@sveltejs/kit'
import { readTrusteeLink } from '#capabilities/checkins/index.server.ts'
import { trusteeStatusOf } from '#capabilities/checkins/index.ts'
import { trusteeRefusalWords } from '#capabilities/checkins/index.ui.ts'
import { siteOf } from '../../../../here.server.ts'
import { publicOrganisation } from '../../../../manifests/public-organisation.server.ts'
import type { PageServerLoad } from './$types'

/** Looking at the link does not use it up: a preview or a mail scanner does no harm. No session is read here. */
export const load: PageServerLoad = async (event) => {
  const on = await publicOrganisation(event)
  const { secret } = event.params
  const read = await readTrusteeLink({ secret }, on)
  if (!read.ok) error(trusteeStatusOf[read.refusal.code], trusteeRefusalWords(read.refusal))
  const { id, slug, name } = on.organisation
  const { name: named, office } = read.value
  return {
    organisation: { id, slug, name },
    trustee: { name: named, office },
    secret,
    releaseAddress: `${siteOf(event).settings.publicUrl}/trustees/${slug}`,
  }
}
