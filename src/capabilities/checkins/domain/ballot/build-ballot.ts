import { accept, type Result } from '#kernel/result.ts'
import { signWithBallotKey, type TicketKey, type TicketSecrets } from '#packages/blind-ticket/index.ts'
import { seal } from '#packages/sealed/index.ts'
import { type BallotAnswers, encodeAnswers } from './answers.ts'
import { placeOf } from './binding.ts'
import { encodeBallot, signedPart } from './layout.ts'

/**
 * Builds one ballot in the browser: seals the answers to the wave key (65 bytes, raw), adds the ticket, and
 * signs the whole with the ballot key of the ticket. `ticket` is what `finalise` accepted (384 bytes).
 */
export const buildBallot = async (input: {
  answers: BallotAnswers
  waveKey: Uint8Array
  key: TicketKey
  ticket: Uint8Array<ArrayBuffer>
  secrets: Pick<TicketSecrets, 'prefix' | 'publicKey' | 'signingKey'>
}): Promise<Result<Uint8Array<ArrayBuffer>, 'too-many-answers' | 'bad-key'>> => {
  const { prefix, publicKey, signingKey } = input.secrets
  const keyId = input.key.id
  const answers = encodeAnswers(input.answers)
  if (!answers.ok) return answers
  const place = await placeOf({ keyId, publicKey })
  const sealed = await seal({ recipient: input.waveKey, ...place, plaintext: answers.value })
  if (!sealed.ok) return sealed
  const parts = { keyId, publicKey, prefix, ticket: input.ticket, sealed: sealed.value }
  const bytes = encodeBallot({ ...parts, signature: new Uint8Array(64) })
  bytes.set(await signWithBallotKey({ signingKey, message: signedPart(bytes) }), signedPart(bytes).length)
  return accept(bytes)
}
