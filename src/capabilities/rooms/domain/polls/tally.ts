import type { Choice, Poll } from './poll.ts'

/**
 * What is known of a poll: how many answered, and for each option how many chose it (a ranking: the sum of its places,
 * 1 for first). `words` are answers in words, each with how often it was given, in the order of the alphabet; of very many
 * those that were given most often. `left` of the answers are then not among them.
 */
export type Tally = {
  answered: number
  counts: readonly number[]
  words: readonly { text: string; times: number }[]
  left?: number | undefined
}

/** Ten thousand sentences are no result, and too much for a phone. */
export const MOST_TEXTS = 150

/** Counts answers from scratch. The order of `choices` makes no difference. */
export const tallyOf = (poll: Poll, choices: Iterable<Choice>): Tally => {
  const counts = poll.options.map(() => 0)
  const words = new Map<string, number>()
  let answered = 0
  for (const choice of choices) {
    answered += 1
    if ('words' in choice) {
      const text = poll.kind === 'words' ? asOneWord(choice.words) : choice.words.trim()
      words.set(text, (words.get(text) ?? 0) + 1)
      continue
    }
    choice.picks.forEach((option, at) => {
      counts[option] = (counts[option] ?? 0) + (poll.kind === 'ranking' ? at + 1 : 1)
    })
  }
  const inOrder = [...words].sort(([a], [b]) => (a < b ? -1 : 1))
  const listed = inOrder
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_TEXTS)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const left = answered - counted(listed)
  return {
    answered,
    counts,
    words: listed.map(([text, times]) => ({ text, times })),
    ...(words.size > MOST_TEXTS ? { left } : {}),
  }
}

const counted = (words: readonly (readonly [string, number])[]) =>
  words.reduce((sum, [, times]) => sum + times, 0)

/** “Tired ” and “tired” are one word in a cloud. */
const asOneWord = (text: string) => text.normalize('NFC').trim().replace(/\s+/g, ' ').toLocaleLowerCase()
