import { accept, type Result, refuse } from '#kernel/result.ts'
import type { CheckinRefusal } from './refusals.ts'
import { type ReplyDraft, replyLimits } from './reply.ts'

type Given = {
  stance: 'will' | 'will-not' | ''
  what: string
  because: string
  dueOn: string
}

/** Whether one line can stand: a promise has a day that is still to come, a refusal has a reason. `today` is an ISO day. */
export const checkReply = (given: Given, today: string): Result<Omit<ReplyDraft, 'id'>, CheckinRefusal> => {
  const { stance, what, because, dueOn } = given
  if (stance === '') return refuse({ code: 'checkins/reply-stance-missing' })
  if (what === '') return refuse({ code: 'checkins/reply-words-missing' })
  const limit = replyLimits.words
  if (what.length > limit || because.length > limit) return refuse({ code: 'checkins/reply-too-long', limit })
  if (stance === 'will-not' && because === '') return refuse({ code: 'checkins/reply-reason-missing' })
  if (stance === 'will' && dueOn === '') return refuse({ code: 'checkins/reply-day-missing' })
  if (dueOn !== '') {
    if (!isDay(dueOn)) return refuse({ code: 'checkins/reply-day-not-readable' })
    if (dueOn < today) return refuse({ code: 'checkins/reply-day-past' })
    if (dueOn > later(today)) return refuse({ code: 'checkins/reply-day-too-far' })
  }
  return accept({ stance, what, because: because || null, dueOn: dueOn || null })
}

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

const later = (today: string): string =>
  `${Number(today.slice(0, 4)) + replyLimits.yearsAhead}${today.slice(4)}`
