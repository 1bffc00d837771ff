import { redirect } from '@sveltejs/kit'
import { enterByProvider } from '#capabilities/people/index.server.ts'
import { copyCookies } from '../../../../cookies.server.ts'
import { addressOf, siteOf } from '../../../../here.server.ts'
import { safeNext } from '../../../../next.ts'
import { takeAttempt } from '../attempt-cookie.server.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
  const kept = takeAttempt(event)
  if (event.locals.userId !== undefined) redirect(303, '/app')
  const answer = event.url.searchParams
  const entered = await enterByProvider(siteOf(event), { kept, answer, address: addressOf(event) })
  if (!entered.ok) redirect(303, `/app/sign-in?refused=${encodeURIComponent(entered.refusal.code)}`)
  copyCookies(event.cookies, entered.value.headers)
  redirect(303, safeNext(entered.value.next))
}
