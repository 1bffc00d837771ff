import { accept, type Result, refuse } from '#kernel/result.ts'
import { pad, unpad } from '#packages/sealed/index.ts'
import { ANSWERS_SIZE } from './layout.ts'

/** Answers by item id. An item that was skipped is left out. */
export type BallotAnswers = Readonly<Record<string, number | string>>

/** What a ballot says: the answers, and whether somebody else typed them in from a sheet of paper. */
export type MarkedAnswers = { readonly answers: BallotAnswers; readonly isKeyedIn: boolean }

const isAnswer = (value: unknown): value is number | string =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The plaintext of a ballot: `{"format":1,"answers":{…}}` in UTF-8 and nothing else, padded to one size. Answers that
 * somebody typed in from a sheet for another person: `{"format":2,"by":"hand","answers":{…}}`.
 */
export const encodeAnswers = (
  answers: BallotAnswers,
  mark?: { isKeyedIn: boolean },
): Result<Uint8Array<ArrayBuffer>, 'too-many-answers'> => {
  const text = mark?.isKeyedIn ? { format: 2, by: 'hand', answers } : { format: 1, answers }
  const bytes = new TextEncoder().encode(JSON.stringify(text))
  const padded = pad({ bytes, size: ANSWERS_SIZE })
  return padded.ok ? padded : refuse('too-many-answers')
}

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Reads the plaintext of a ballot; whether the answers are among the options, the instrument says. */
export const decodeAnswers = (padded: Uint8Array): Result<MarkedAnswers, 'not-answers'> => {
  const bytes = unpad(padded)
  const read = bytes.ok ? parse(bytes.value) : undefined
  if (!isRecord(read)) return refuse('not-answers')
  const isKeyedIn = read.format === 2 && read.by === 'hand'
  if (!isKeyedIn && read.format !== 1) return refuse('not-answers')
  if (Object.keys(read).length !== (isKeyedIn ? 3 : 2)) return refuse('not-answers')
  if (!isRecord(read.answers)) return refuse('not-answers')
  const answers: [string, number | string][] = []
  for (const [item, value] of Object.entries(read.answers)) {
    if (!isAnswer(value)) return refuse('not-answers')
    answers.push([item, value])
  }
  return accept({ answers: Object.fromEntries(answers), isKeyedIn })
}
