import { accept, type Result } from '#kernel/result.ts'
import { signWithBallotKey, type TicketKey, type TicketSecrets } from '#packages/blind-ticket/index.ts'
import { seal } from '#packages/sealed/index.ts'
import { type BallotAnswers, encodeAnswers } from './answers.ts'
import { placeOf } from './binding.ts'
import { type BlockAnswer, encodeBlockAnswer } from './block-answer.ts'
import {
  BALLOT_VERSION,
  type BallotVersion,
  BLOCK_BALLOT_VERSION,
  encodeBallot,
  signedPart,
} from './layout.ts'

/** With what a ballot is built: `ticket` is what `finalise` accepted (384 bytes), the wave key 65 bytes, raw. */
type Means = {
  waveKey: Uint8Array
  key: TicketKey
  ticket: Uint8Array<ArrayBuffer>
  secrets: Pick<TicketSecrets, 'prefix' | 'publicKey' | 'signingKey'>
}
type Built = Promise<Result<Uint8Array<ArrayBuffer>, 'too-many-answers' | 'bad-key'>>

/**
 * Builds one ballot in the browser: seals the answers to the wave key, adds the ticket, and signs the whole with the
 * ballot key of the ticket.
 */
export const buildBallot = async (
  input: Means & {
    answers: BallotAnswers
    /** Typed in from a sheet by somebody else. */
    isKeyedIn?: boolean
  },
): Built => {
  const answers = encodeAnswers(input.answers, { isKeyedIn: input.isKeyedIn ?? false })
  return answers.ok ? build(input, { version: BALLOT_VERSION, plaintext: answers.value }) : answers
}

/** The same for one block of a further table: nothing else that was answered is in it. */
export const buildBlockBallot = async (input: Means & { answer: BlockAnswer }): Built => {
  const answer = encodeBlockAnswer(input.answer)
  return answer.ok ? build(input, { version: BLOCK_BALLOT_VERSION, plaintext: answer.value }) : answer
}

const build = async (
  input: Means,
  said: { version: BallotVersion; plaintext: Uint8Array<ArrayBuffer> },
): Built => {
  const { prefix, publicKey, signingKey } = input.secrets
  const { version, plaintext } = said
  const keyId = input.key.id
  const place = await placeOf({ version, keyId, publicKey })
  const sealed = await seal({ recipient: input.waveKey, ...place, plaintext })
  if (!sealed.ok) return sealed
  const parts = { version, keyId, publicKey, prefix, ticket: input.ticket, sealed: sealed.value }
  const bytes = encodeBallot({ ...parts, signature: new Uint8Array(64) })
  bytes.set(await signWithBallotKey({ signingKey, message: signedPart(bytes) }), signedPart(bytes).length)
  return accept(bytes)
}
