import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'

const count = (value: number) => number({ value, locale: getLocale() })

const secondsPerQuestion = 10

/** “3 questions, under a minute.” */
export const lengthWords = ({ asked }: { asked: number }): string => {
  if (asked === 1) return m.plan_length_one()
  const minutes = Math.round((asked * secondsPerQuestion) / 60)
  if (minutes <= 1) return m.plan_length_short({ questions: count(asked) })
  return m.plan_length({ questions: count(asked), minutes: count(minutes) })
}
