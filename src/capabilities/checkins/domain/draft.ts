import type { BallotAnswers } from './ballot/answers.ts'
import type { QuestionItem, Questions } from './wave.ts'

/** What somebody has tapped so far. `at` counts questions from 0; equal to their number, it is the page before sending. */
export type Draft = { readonly at: number; readonly answers: BallotAnswers }

export const emptyDraft: Draft = { at: 0, answers: {} }

/** The questions of a packet, which its manifest vouches for. Throws on anything else: that is a bug, not an input. */
export const readQuestions = (text: string): Questions => JSON.parse(text) as Questions

export const choose = (draft: Draft, given: { item: string; value: number }): Draft => ({
  ...draft,
  answers: { ...draft.answers, [given.item]: given.value },
})

/** Goes on without an answer; one that was chosen before is taken back. */
export const skip = (draft: Draft, item: string): Draft => {
  const { [item]: _taken, ...answers } = draft.answers
  return { at: draft.at + 1, answers }
}

export const goTo = (draft: Draft, given: { at: number; of: number }): Draft => ({
  ...draft,
  at: Math.max(0, Math.min(given.at, given.of)),
})

/** The words that were chosen; undefined where the question was skipped. */
export const wordsChosen = (draft: Draft, item: QuestionItem): string | undefined =>
  item.options.find(({ value }) => value === draft.answers[item.id])?.text

/** Without answers to what this form does not ask: chosen while the page was in another language. */
export const within = (draft: Draft, items: readonly QuestionItem[]): Draft => ({
  at: Math.min(draft.at, items.length),
  answers: Object.fromEntries(
    Object.entries(draft.answers).filter(([id]) => items.some((item) => item.id === id)),
  ),
})

/** Only what was asked and offered leaves: a draft from an older form of the questions cannot carry anything else. */
export const answersToSend = (draft: Draft, questions: Questions): BallotAnswers =>
  Object.fromEntries(
    questions.items.flatMap((item) => {
      const answer = draft.answers[item.id]
      return item.options.some(({ value }) => value === answer) && answer !== undefined
        ? [[item.id, answer]]
        : []
    }),
  )
