import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Poll, PollKind } from './poll.ts'

/** A poll as it is being written. */
export type PollDraft = {
  question: string
  kind: PollKind
  /** One in each line. */
  options: string
  low: string
  high: string
  places: number
  most: string
  secrecy: string
  isOutcome: boolean
}

const LONGEST_QUESTION = 280
const LONGEST_OPTION = 80
const MOST_OPTIONS = 12

export const blankPoll = (poll: Poll | undefined): PollDraft => ({
  question: poll?.question ?? '',
  kind: poll?.kind ?? 'single',
  options: poll && poll.kind !== 'scale' ? poll.options.join('\n') : '',
  low: poll?.kind === 'scale' ? (poll.options[0] ?? '') : '',
  high: poll?.kind === 'scale' ? (poll.options.at(-1) ?? '') : '',
  places: poll?.kind === 'scale' ? poll.options.length : 5,
  most: poll?.most === undefined ? '' : String(poll.most),
  secrecy: poll?.secrecy ?? 'anonymous',
  isOutcome: poll?.isOutcome ?? false,
})

/** The poll that a draft makes, or what is missing. Its id is new unless one is given. */
export const pollFrom = (draft: PollDraft, id?: string): Result<Poll, 'question' | 'options' | 'ends'> => {
  const question = draft.question.trim()
  if (question === '' || question.length > LONGEST_QUESTION) return refuse('question')
  const options = optionsOf(draft)
  if (!options.ok) return options
  const most = Number.parseInt(draft.most, 10)
  const hasMost = draft.kind === 'several' && most >= 1 && most < options.value.length
  return accept({
    id: id ?? newId(),
    kind: draft.kind,
    question,
    options: options.value,
    secrecy: draft.kind === 'self-check' || draft.secrecy === 'named' ? 'named' : 'anonymous',
    ...(hasMost ? { most } : {}),
    ...(draft.isOutcome && draft.kind !== 'self-check' ? { isOutcome: true } : {}),
  })
}

const optionsOf = (draft: PollDraft): Result<string[], 'options' | 'ends'> => {
  if (draft.kind === 'scale') {
    const [low, high] = [draft.low.trim(), draft.high.trim()]
    if (low === '' || high === '' || low === high) return refuse('ends')
    return accept(Array.from({ length: draft.places }, (_, at) => anchorAt(at, { ...draft, low, high })))
  }
  if (!['single', 'several', 'ranking'].includes(draft.kind)) return accept([])
  const options = draft.options
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const isWhole =
    options.length >= 2 &&
    options.length <= MOST_OPTIONS &&
    new Set(options).size === options.length &&
    options.every((option) => option.length <= LONGEST_OPTION)
  return isWhole ? accept(options) : refuse('options')
}

const anchorAt = (at: number, { places, low, high }: PollDraft) =>
  at === 0 ? low : at === places - 1 ? high : String(at + 1)

/** Also without https, where a browser has no `randomUUID`. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
