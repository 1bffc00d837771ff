import { canonicalChoice } from '../../domain/polls/ballot.ts'
import { type Choice, LONGEST_ANSWER } from '../../domain/polls/poll.ts'

/** Each letter may take six bytes as JSON writes it. A slot on the disk is 4,096 bytes anyway. */
export const VOTE_BYTES = LONGEST_ANSWER.text * 6 + 320

export const fits = (choice: Choice): boolean => Buffer.byteLength(canonicalChoice(choice)) <= VOTE_BYTES

/** A choice as it lies in the pool: all of one size, and nothing but the choice. */
export const bytesOf = (choice: Choice): Buffer => {
  const bytes = Buffer.alloc(VOTE_BYTES)
  bytes.write(canonicalChoice(choice))
  return bytes
}

export const textOf = (bytes: Buffer): string => {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end)
}
