import { json } from '@sveltejs/kit'
import { giveHistoryKey } from '#capabilities/checkins/index.server.ts'
import { present } from '../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** A post, so that no cache and no history of a browser ever has the answer. */
export const POST: RequestHandler = async (event) => {
  const { checkins, actor } = present(event)
  return json(await giveHistoryKey({ checkins, actor }))
}
