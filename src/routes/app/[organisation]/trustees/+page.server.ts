import { error, fail } from '@sveltejs/kit'
import {
  dismissTrustee,
  nameTrustee,
  readTrustees,
  renewTrusteeLink,
} from '#capabilities/checkins/index.server.ts'
import { type TrusteeRefusal, trusteeStatusOf } from '#capabilities/checkins/index.ts'
import { valuesOf } from '../../../forms.server.ts'
import { present } from '../../../here.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const { trustees, may } = await readTrustees(on)
  return { trustees, mayName: may.name, zone: on.actor.organisation.timeZone }
}

const refused = (refusal: TrusteeRefusal, values: Awaited<ReturnType<typeof valuesOf>> = {}) => {
  if (refusal.code === 'trustees/not-found') error(404)
  const typed: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string') typed[name] = value
  return fail(trusteeStatusOf[refusal.code], { refusal, typed })
}

/** Shown once, to whoever made it; only a digest of its end is kept. */
const linkOf = (
  on: ReturnType<typeof present>,
  made: { trustee: { name: string }; secret: string },
): { link: string; name: string } => ({
  link: `${on.settings.publicUrl}/trustees/${on.actor.organisation.slug}/code/${made.secret}`,
  name: made.trustee.name,
})

export const actions: Actions = {
  name: async (event) => {
    const on = present(event)
    const form = await valuesOf(event.request)
    const named = await nameTrustee({ form }, on)
    return named.ok ? linkOf(on, named.value) : refused(named.refusal, form)
  },
  renew: async (event) => {
    const on = present(event)
    const { trustee } = await valuesOf(event.request)
    const renewed = await renewTrusteeLink({ trustee: String(trustee) }, on)
    return renewed.ok ? linkOf(on, renewed.value) : refused(renewed.refusal)
  },
  end: async (event) => {
    const { trustee } = await valuesOf(event.request)
    const ended = await dismissTrustee({ trustee: String(trustee) }, present(event))
    if (!ended.ok) return refused(ended.refusal)
    return undefined
  },
}
