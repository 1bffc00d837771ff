import * as v from 'valibot'

const words = v.fallback(v.pipe(v.string(), v.excludes('\0'), v.trim(), v.maxLength(4000)), '')

/** One line of a reply as a form sends it; whether it can stand is decided by the use case, field by field. */
export const ReplyForm = v.object({
  stance: v.fallback(v.picklist(['will', 'will-not', '']), ''),
  what: words,
  because: words,
  dueOn: v.fallback(v.pipe(v.string(), v.trim(), v.maxLength(10)), ''),
})
export type ReplyForm = v.InferOutput<typeof ReplyForm>

export const OutcomeForm = v.object({
  reply: v.fallback(v.pipe(v.string(), v.maxLength(40)), ''),
  outcome: v.fallback(v.picklist(['done', 'not-done', '']), ''),
  words,
})
export type OutcomeForm = v.InferOutput<typeof OutcomeForm>

export const readReplyForm = (sent: FormData): ReplyForm => v.parse(ReplyForm, Object.fromEntries(sent))
export const readOutcomeForm = (sent: FormData): OutcomeForm => v.parse(OutcomeForm, Object.fromEntries(sent))
