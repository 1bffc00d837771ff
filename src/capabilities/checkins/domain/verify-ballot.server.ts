import { accept, type Result, refuse } from '#kernel/result.ts'
import { prepare } from '#packages/blind-ticket/index.ts'
import {
  ballotKeyHash,
  type LoadedKey,
  verifyBallotSignature,
  verifyTicket,
} from '#packages/blind-ticket/server.ts'
import { type Ballot, encodeBallot, signedPart } from './ballot/layout.ts'

/** What may be wrong with a ballot: its ticket (also one of another group), or the signature over the whole. */
export type BallotFault = 'bad-ticket' | 'bad-signature'

/**
 * Says whether a ballot counts, and gives the nullifier (32 bytes) under which its ticket is spent.
 *
 * `ticketKey` is the key that the ballot's `keyId` names in the wave's manifest; the caller looks it up.
 * Native and synchronous: two verifications and one hash. It does not open the answers, and does not know
 * which tickets are spent.
 */
export const verifyBallot = (input: {
  ballot: Ballot
  ticketKey: LoadedKey
}): Result<{ nullifier: Uint8Array<ArrayBuffer> }, BallotFault> => {
  const { publicKey, prefix, ticket, signature } = input.ballot
  const nullifier = ballotKeyHash(publicKey)
  const message = prepare({ prefix, message: nullifier })
  if (!verifyTicket({ key: input.ticketKey, message, signature: ticket })) return refuse('bad-ticket')
  const signed = signedPart(encodeBallot(input.ballot))
  if (!verifyBallotSignature({ publicKey, message: signed, signature })) return refuse('bad-signature')
  return accept({ nullifier })
}
