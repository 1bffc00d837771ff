import { error, redirect } from '@sveltejs/kit'
import { seeSite, tryLettersAgain } from '#capabilities/people/index.server.ts'
import { siteOf } from '../../here.server.ts'
import { numberIn } from '../../number-in.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { userId } = event.locals
  if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Foperator')
  const lettersPage = numberIn(event.url.searchParams.get('letters')) ?? 1
  const seen = await seeSite(siteOf(event), { userId, lettersPage })
  if (!seen.ok) error(404)
  return {
    ...seen.value,
    lettersPage: Math.min(Math.max(1, lettersPage), seen.value.keptPages),
    added: event.url.searchParams.get('added'),
  }
}

export const actions: Actions = {
  again: async (event) => {
    const { userId } = event.locals
    if (userId === undefined) redirect(303, '/app/sign-in?next=%2Fapp%2Foperator')
    const done = await tryLettersAgain(siteOf(event), { userId })
    if (!done.ok) error(404)
    return { isTryingAgain: true }
  },
}
