import { type Result, refuse } from '#kernel/result.ts'
import { type OpeningKey, open } from '#packages/sealed/index.ts'
import { type BallotAnswers, decodeAnswers } from './answers.ts'
import { placeOf } from './binding.ts'
import type { Ballot } from './layout.ts'

/** Opens the answers of one ballot with the wave key, after closing. Does not check ticket or signature. */
export const openBallot = async (input: {
  ballot: Pick<Ballot, 'keyId' | 'publicKey' | 'sealed'>
  key: OpeningKey
  /** Of this ballot, where the caller has it already. */
  nullifier?: Uint8Array
}): Promise<Result<BallotAnswers, 'cannot-open' | 'not-answers'>> => {
  const place = await placeOf(input.ballot, input.nullifier)
  const opened = await open({ key: input.key, ...place, sealed: input.ballot.sealed })
  return opened.ok ? decodeAnswers(opened.value) : refuse('cannot-open')
}
