import { error, json } from '@sveltejs/kit'
import { acceptCosignature } from '#capabilities/checkins/index.server.ts'
import { statusOf } from '#capabilities/checkins/index.ts'
import { publicOrganisation } from '../../public-organisation.server.ts'
import type { RequestHandler } from './$types'

/** A page that was opened from disk has the origin “null”, and its browser asks first whether it may post. */
const open = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'cache-control': 'no-store',
}
const longest = 1000

export const OPTIONS: RequestHandler = () => new Response(null, { status: 204, headers: open })

/** Takes the signature of a witness from anybody. No session is read, and nothing of who brought it is kept. */
export const POST: RequestHandler = async (event) => {
  const { checkins, organisation } = await publicOrganisation(event)
  const text = await event.request.text()
  if (text.length > longest) error(413)
  const taken = await acceptCosignature({ request: parse(text) }, { checkins, organisation: organisation.id })
  if (taken.ok) return json({ kept: true }, { headers: open })
  return json({ code: taken.refusal.code }, { status: statusOf[taken.refusal.code], headers: open })
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
