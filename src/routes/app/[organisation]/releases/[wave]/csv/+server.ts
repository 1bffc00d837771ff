import { error } from '@sveltejs/kit'
import { readRelease } from '#capabilities/checkins/index.server.ts'
import { spokenIn, statusOf, toCsv } from '#capabilities/checkins/index.ts'
import { csvWords } from '#capabilities/checkins/index.ui.ts'
import { getLocale } from '#messages/runtime.js'
import { present } from '../../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** The table of a release, the same bytes for everybody who reads in the same language. */
export const GET: RequestHandler = async (event) => {
  const read = await readRelease({ wave: event.params.wave }, present(event))
  if (!read.ok) error(statusOf[read.refusal.code])
  return new Response(toCsv(spokenIn(read.value, getLocale()), csvWords()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="check-in-${read.value.wave.closesOn}.csv"`,
    },
  })
}
