import { error } from '@sveltejs/kit'
import { seePeople } from '#capabilities/people/index.server.ts'
import { present } from '../../../here.server.ts'
import type { PageServerLoad } from './$types'

const countOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : undefined

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { searchParams } = event.url
  const seen = await seePeople(site, { actor: site.actor, query: Object.fromEntries(searchParams) })
  if (!seen.ok) error(404)
  const added = countOf(searchParams.get('added'))
  const changed = countOf(searchParams.get('changed'))
  return {
    ...seen.value,
    // What was just imported, told once by the address that importing leads to.
    imported: added === undefined || changed === undefined ? undefined : { added, changed },
  }
}
