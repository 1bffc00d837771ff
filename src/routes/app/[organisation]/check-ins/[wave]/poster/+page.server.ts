import { error } from '@sveltejs/kit'
import { readWave } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readWave({ wave: event.params.wave }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  const { wave, fingerprint, manifestHash } = read.value
  // A draft has nothing yet that could be compared.
  if (!fingerprint || !manifestHash) error(404)
  return {
    title: wave.title,
    opensAt: wave.opensAt,
    closesAt: wave.closesAt,
    zone: on.actor.organisation.timeZone,
    organisationName: on.actor.organisation.name,
    words: fingerprint,
    address: `${on.checkins.publicUrl}/manifests/${event.params.organisation}#${manifestHash}`,
  }
}
