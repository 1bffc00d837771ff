import { error } from '@sveltejs/kit'
import { readAsked, readRelease } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../../here.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const on = present(event)
  const read = await readRelease({ wave: event.params.wave }, on)
  if (!read.ok) error(statusOf[read.refusal.code])
  const { member, leads, organisation } = on.actor
  return {
    document: read.value,
    asked: await readAsked({ wave: event.params.wave }, on),
    reader: { unit: member.unit, leads },
    unit: event.url.searchParams.get('unit'),
    zone: organisation.timeZone,
  }
}
