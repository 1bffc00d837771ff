import { accept, type Result, refuse } from '#kernel/result.ts'
import { type OpeningKey, open } from '#packages/sealed/index.ts'
import { type BallotAnswers, decodeAnswers, type MarkedAnswers } from './answers.ts'
import { placeOf } from './binding.ts'
import { type BlockAnswer, decodeBlockAnswer } from './block-answer.ts'
import { BALLOT_VERSION, type Ballot, BLOCK_BALLOT_VERSION } from './layout.ts'

type Sealed = {
  ballot: Pick<Ballot, 'version' | 'keyId' | 'publicKey' | 'sealed'>
  key: OpeningKey
  /** Of this ballot, where the caller has it already. */
  nullifier?: Uint8Array
}

/** Opens the answers of one ballot with the wave key, after closing. Does not check ticket or signature. */
export const openBallot = async (
  input: Sealed,
): Promise<Result<BallotAnswers, 'cannot-open' | 'not-answers'>> => {
  const opened = await openMarkedBallot(input)
  return opened.ok ? accept(opened.value.answers) : opened
}

/** As `openBallot`, with what the ballot says of how it was filled in. */
export const openMarkedBallot = async (
  input: Sealed,
): Promise<Result<MarkedAnswers, 'cannot-open' | 'not-answers'>> => {
  if (input.ballot.version !== BALLOT_VERSION) return refuse('not-answers')
  const opened = await plaintextOf(input)
  return opened.ok ? decodeAnswers(opened.value) : refuse('cannot-open')
}

/** The same for a ballot of a further table. */
export const openBlockBallot = async (
  input: Sealed,
): Promise<Result<BlockAnswer, 'cannot-open' | 'not-answers'>> => {
  if (input.ballot.version !== BLOCK_BALLOT_VERSION) return refuse('not-answers')
  const opened = await plaintextOf(input)
  return opened.ok ? decodeBlockAnswer(opened.value) : refuse('cannot-open')
}

const plaintextOf = async (input: Sealed) =>
  open({ key: input.key, ...(await placeOf(input.ballot, input.nullifier)), sealed: input.ballot.sealed })
