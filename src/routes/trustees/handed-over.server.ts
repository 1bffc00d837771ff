import { error, json, type RequestEvent } from '@sveltejs/kit'
import { type TrusteeRefusal, trusteeStatusOf } from '#capabilities/checkins/index.ts'
import type { Result } from '#kernel/result.ts'

/** What a trustee's browser sent, up to so many characters; undefined where it cannot be read. */
export const handedOver = async (event: Pick<RequestEvent, 'request'>, longest: number): Promise<unknown> => {
  const text = await event.request.text()
  if (text.length > longest) error(413)
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const headers = { 'cache-control': 'no-store' }

export const answerOf = (given: Result<object, TrusteeRefusal>): Response =>
  given.ok
    ? json(given.value, { headers })
    : json({ code: given.refusal.code }, { status: trusteeStatusOf[given.refusal.code], headers })
