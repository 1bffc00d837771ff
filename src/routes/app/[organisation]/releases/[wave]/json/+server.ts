import { error } from '@sveltejs/kit'
import { releaseFileOf } from '#capabilities/checkins/index.cells.server.ts'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** A release as it is stored, the same bytes for everybody: what `kith audit` reads. */
export const GET: RequestHandler = async (event) => {
  const read = await readRelease({ wave: event.params.wave }, present(event))
  if (!read.ok) error(statusOf[read.refusal.code])
  return new Response(releaseFileOf(read.value), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="check-in-${read.value.wave.closesOn}.json"`,
    },
  })
}
