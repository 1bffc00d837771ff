import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { list } from '#ui/format.ts'
import type { ModuleCard, SurveyCard } from '../domain/instrument-card.ts'
import { quarterOf, turnOn } from '../domain/survey/turns.ts'
import { lengthWords } from './length-words.ts'

/** The modules of a turn, in their order. */
export const modulesOf = (survey: SurveyCard, turn: readonly string[]): ModuleCard[] =>
  survey.modules.filter(({ id }) => turn.includes(id))

/** The questionnaires in which wording is missing that a survey would ask, each once. */
export const lendersOf = (survey: SurveyCard): { readonly id: string; readonly title: string }[] => [
  ...new Map(survey.modules.flatMap(({ awaits }) => awaits.map((lender) => [lender.id, lender]))).values(),
]

export type ComingTurn = {
  readonly year: number
  readonly quarter: number
  readonly names: readonly string[]
}

/** What takes its turn in the quarters after a day, until everything has come once; none where all is asked each time. */
export const comingTurns = (survey: SurveyCard, day: string): ComingTurn[] => {
  const now = quarterOf(day)
  return survey.turns.slice(1).map((_, after) => {
    const at = now + after + 1
    const turn = survey.turns[at % survey.turns.length] ?? []
    const names = modulesOf(survey, turn).filter(({ core }) => !core)
    return { year: Math.floor(at / 4), quarter: (at % 4) + 1, names: names.map(({ name }) => name) }
  })
}

/** What one date of a series asks, with its length; undefined where each date asks the same. */
export const turnWords = (survey: SurveyCard | null | undefined, day: string): string | undefined => {
  if (!survey || survey.turns.length < 2) return undefined
  const modules = modulesOf(survey, turnOn(survey.turns, day) ?? [])
  const asked = modules.reduce((sum, { items }) => sum + items, 0)
  const names = list({ names: modules.map(({ name }) => name), locale: getLocale() })
  return `${m.survey_date({ names })} ${lengthWords({ asked })}`
}
