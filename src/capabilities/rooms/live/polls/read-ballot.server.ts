import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import {
  ballotKeyHash,
  type LoadedKey,
  verifyBallotSignature,
  verifyTicket,
} from '#packages/blind-ticket/server.ts'
import { type Ballot, signedPartOf } from '../../domain/polls/ballot.ts'
import { LONGEST_ANSWER } from '../../domain/polls/poll.ts'

const base64 = (bytes: number) =>
  v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.length(Math.ceil((bytes * 8) / 6)))
const TICKET_BYTES = 384
// What was signed cannot be cleaned: a text that no database keeps would stay in the box and never be counted.
const isWritable = (text: string) => text.isWellFormed() && !text.includes('\0')

const ballotShape = v.strictObject({
  poll: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  prefix: base64(32),
  publicKey: base64(65),
  ticket: base64(TICKET_BYTES),
  choice: v.union([
    v.strictObject({
      picks: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(12)),
    }),
    v.strictObject({ words: v.pipe(v.string(), v.maxLength(LONGEST_ANSWER.text), v.check(isWritable)) }),
  ]),
  signature: base64(64),
})

const ticketShape = v.strictObject({
  poll: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  blinded: base64(TICKET_BYTES),
})

export const readBallot = (sent: unknown): Result<Ballot, { code: 'rooms/vote-not-readable' }> => {
  const read = v.safeParse(ballotShape, sent)
  return read.success ? accept(read.output) : refuse({ code: 'rooms/vote-not-readable' })
}

export const readTicketRequest = (
  sent: unknown,
): Result<{ poll: string; blinded: Buffer }, { code: 'rooms/vote-not-readable' }> => {
  const read = v.safeParse(ticketShape, sent)
  if (!read.success) return refuse({ code: 'rooms/vote-not-readable' })
  return accept({ poll: read.output.poll, blinded: Buffer.from(read.output.blinded, 'base64url') })
}

/** What everybody is told who has no ticket of the poll, and whoever asks at a code or for a poll that is not there. */
export const noTicket = refuse({ code: 'rooms/ticket-not-valid' as const })

/** The mark of a ballot's ticket, where it is one of this poll and nobody has exchanged the choice. */
export const markOf = (
  ballot: Ballot,
  key: LoadedKey,
): Result<Uint8Array, { code: 'rooms/ticket-not-valid' }> => {
  const publicKey = Buffer.from(ballot.publicKey, 'base64url')
  const mark = ballotKeyHash(publicKey)
  const message = Buffer.concat([Buffer.from(ballot.prefix, 'base64url'), mark])
  const signature = Buffer.from(ballot.ticket, 'base64url')
  const isIssued = verifyTicket({ key, message, signature })
  const isWhole =
    isIssued &&
    verifyBallotSignature({
      publicKey,
      message: signedPartOf(ballot),
      signature: Buffer.from(ballot.signature, 'base64url'),
    })
  return isWhole ? accept(mark) : noTicket
}
