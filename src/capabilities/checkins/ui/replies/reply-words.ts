import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { day, number } from '#ui/format.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'
import type { replyStanding } from '../../domain/reply.ts'

const count = (value: number) => number({ value, locale: getLocale() })
export const onDay = (on: string) => day({ on, locale: getLocale(), weekday: false, year: true })

/** How a release stands, in a line: what was replied, or for how long nobody has. */
export const standingWords = (standing: ReturnType<typeof replyStanding>): string => {
  if (standing.kind === 'waiting')
    return standing.days === 0
      ? m.reply_waiting_new()
      : m.reply_waiting({ days: standing.days, shown: count(standing.days) })
  const { will, willNot } = standing
  if (willNot === 0) return m.reply_has_will({ will: count(will) })
  if (will === 0) return m.reply_has_will_not({ willNot: count(willNot) })
  return m.reply_has_both({ will: count(will), willNot: count(willNot) })
}

export type ReplyField = 'stance' | 'what' | 'because' | 'dueOn'

const fields: Partial<Record<CheckinRefusal['code'], ReplyField>> = {
  'checkins/reply-stance-missing': 'stance',
  'checkins/reply-words-missing': 'what',
  'checkins/reply-too-long': 'what',
  'checkins/reply-reason-missing': 'because',
  'checkins/reply-day-missing': 'dueOn',
  'checkins/reply-day-not-readable': 'dueOn',
  'checkins/reply-day-past': 'dueOn',
  'checkins/reply-day-too-far': 'dueOn',
}

/** The field of the form that a refusal speaks of; undefined where it is about the whole. */
export const replyFieldOf = (refusal: CheckinRefusal): ReplyField | undefined => fields[refusal.code]
