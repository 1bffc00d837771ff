import { describe, expect, it } from 'vitest'
import { canonicalChoice } from './ballot.ts'
import { isAnswerTo, type Poll } from './poll.ts'
import { blankPoll, type PollDraft, pollFrom } from './poll-draft.ts'
import { MOST_TEXTS, tallyOf } from './tally.ts'

const draft = (over: Partial<PollDraft>): PollDraft => ({
  ...blankPoll(undefined),
  question: 'What wears you out?',
  ...over,
})
const refusalOf = (over: Partial<PollDraft>) => {
  const made = pollFrom(draft(over))
  return made.ok ? 'ok' : made.refusal
}
const pollOf = (over: Partial<PollDraft>): Poll => {
  const made = pollFrom(draft(over))
  if (!made.ok) throw new Error(made.refusal)
  return made.value
}

describe('a poll that is being written', () => {
  it('says what is missing', () => {
    expect(refusalOf({ question: ' ', options: 'A\nB' })).toBe('question')
    expect(refusalOf({ options: 'Only one' })).toBe('options')
    expect(refusalOf({ options: 'A\nA' })).toBe('options')
    expect(refusalOf({ options: `A\n${'b'.repeat(81)}` })).toBe('options')
    expect(refusalOf({ kind: 'scale', low: 'Never', high: 'Never' })).toBe('ends')
    expect(refusalOf({ options: 'A\nB' })).toBe('ok')
  })

  it('is anonymous unless somebody chooses otherwise, and a look at oneself is no question to the room', () => {
    expect(pollOf({ options: 'A\nB' }).secrecy).toBe('anonymous')
    expect(pollOf({ options: 'A\nB', secrecy: 'named' }).secrecy).toBe('named')
    const own = pollOf({ kind: 'self-check', isOutcome: true })
    expect(own).not.toHaveProperty('isOutcome')
    expect(isAnswerTo(own, { picks: [0] })).toBe(false)
  })

  it('comes back as it was when it is changed', () => {
    const scale = pollOf({ kind: 'scale', low: 'Not at all', high: 'Completely', places: 7, isOutcome: true })
    expect(scale.options).toEqual(['Not at all', '2', '3', '4', '5', '6', 'Completely'])
    const again = pollFrom(blankPoll(scale), scale.id)
    expect(again.ok && again.value).toEqual(scale)
  })
})

describe('answers', () => {
  it('are one and the same however they were typed or put', () => {
    expect(canonicalChoice({ words: ' Cafe\u0301 ' })).toBe(canonicalChoice({ words: 'Caf\u00e9' }))
  })

  it('in words are listed as far as anybody reads, those given most often first, and the rest are counted', () => {
    const words = pollOf({ kind: 'words' })
    const many = Array.from({ length: MOST_TEXTS + 50 }, (_, at) => ({ words: `word ${at}` }))
    const tally = tallyOf(words, [...many, { words: 'word 199' }])
    expect(tally).toMatchObject({ answered: MOST_TEXTS + 51, left: 50 })
    expect(tally.words).toHaveLength(MOST_TEXTS)
    expect(tally.words).toContainEqual({ text: 'word 199', times: 2 })
    expect(tallyOf(words, many.slice(0, 5))).not.toHaveProperty('left')
  })
})
