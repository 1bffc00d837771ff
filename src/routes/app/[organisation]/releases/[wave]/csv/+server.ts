import { error } from '@sveltejs/kit'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import { statusOf, toCsv } from '#capabilities/checkins/index.ts'
import { present } from '../../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** The table of a release, the same bytes for everybody. */
export const GET: RequestHandler = async (event) => {
  const read = await readRelease({ wave: event.params.wave }, present(event))
  if (!read.ok) error(statusOf[read.refusal.code])
  return new Response(toCsv(read.value), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="check-in-${read.value.wave.closesOn}.csv"`,
    },
  })
}
