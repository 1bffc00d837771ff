/** What is asked in a room. `self-check` stays on the device of whoever fills it in. */
export const pollKinds = ['single', 'several', 'scale', 'ranking', 'words', 'text', 'self-check'] as const
export type PollKind = (typeof pollKinds)[number]

/**
 * `anonymous`: the vote leaves by a blind ticket and is never in the room's log. `named`: the room's log has it, by seat.
 * Where fewer than `FEWEST_ANONYMOUS` people are in the room, an anonymous poll becomes a show of hands, and says so.
 */
export type PollSecrecy = 'anonymous' | 'named'

/** No result of an anonymous poll from fewer answers. */
export const FEWEST_ANONYMOUS = 5

export type Poll = {
  id: string
  kind: PollKind
  question: string
  /** Of single, several, ranking; the anchors of a scale from lowest to highest. */
  options: readonly string[]
  secrecy: PollSecrecy
  /** Of `several`: how many at most. */
  most?: number | undefined
  /** Asked to hear whether people learnt what the session was for. */
  isOutcome?: boolean | undefined
}

/** An answer: places of options from 0, or words. Its shape is checked against the poll. */
export type Choice = { picks: readonly number[] } | { words: string }

export const LONGEST_ANSWER = { words: 40, text: 280 } as const

/** Whether an answer is one to this poll. A ranking names every option once. */
export const isAnswerTo = (poll: Poll, choice: Choice): boolean => {
  if (poll.kind === 'self-check') return false
  if (poll.kind === 'words' || poll.kind === 'text')
    return 'words' in choice && choice.words.trim() !== '' && choice.words.length <= LONGEST_ANSWER[poll.kind]
  if (!('picks' in choice)) return false
  const { picks } = choice
  const areOptions = picks.every((pick) => Number.isInteger(pick) && pick >= 0 && pick < poll.options.length)
  if (!areOptions || new Set(picks).size !== picks.length) return false
  if (poll.kind === 'ranking') return picks.length === poll.options.length
  if (poll.kind === 'several') return picks.length >= 1 && picks.length <= (poll.most ?? poll.options.length)
  return picks.length === 1
}
