import { json } from '@sveltejs/kit'
import { issueTicket } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../../../here.server.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { checkins, actor } = present(event)
  const request: unknown = await event.request.json().catch(() => undefined)
  const issued = await issueTicket({ wave: event.params.wave, request }, { checkins, actor })
  return issued.ok
    ? json(issued.value)
    : json({ code: issued.refusal.code }, { status: statusOf[issued.refusal.code] })
}
