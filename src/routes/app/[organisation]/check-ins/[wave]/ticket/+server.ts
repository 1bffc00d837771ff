import { json } from '@sveltejs/kit'
import { issueTicket, issueTickets } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { present } from '../../../../../here.server.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
  const { checkins, actor } = present(event)
  const request: unknown = await event.request.json().catch(() => undefined)
  // A page that was opened before an update may still ask for the one table that it knows.
  const isForAll = typeof request === 'object' && request !== null && 'tickets' in request
  const give = isForAll ? issueTickets : issueTicket
  const issued = await give({ wave: event.params.wave, request }, { checkins, actor })
  return issued.ok
    ? json(issued.value)
    : json({ code: issued.refusal.code }, { status: statusOf[issued.refusal.code] })
}
