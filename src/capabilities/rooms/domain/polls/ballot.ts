import type { Choice } from './poll.ts'

/**
 * An answer to an anonymous poll as it travels: what its ticket needs to be checked, and the choice, signed with the key
 * that the ticket is for, so that nobody on the way can exchange it. Bytes are base64url.
 */
export type Ballot = {
  poll: string
  prefix: string
  publicKey: string
  ticket: string
  choice: Choice
  signature: string
}

/** One form for one choice, so that the same answer sent twice is the same. */
export const canonicalChoice = (choice: Choice): string =>
  'words' in choice
    ? JSON.stringify({ words: choice.words.normalize('NFC').trim() })
    : JSON.stringify({ picks: [...choice.picks] })

/** What a ballot's key signs. */
export const signedPartOf = (ballot: Pick<Ballot, 'poll' | 'choice'>): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`kith room vote 1\n${ballot.poll}\n${canonicalChoice(ballot.choice)}`)

/** Every ballot is sent at one length: whoever sees only the encrypted line cannot tell a long answer from a short one. */
const BALLOT_LENGTH = 3_072

export const asSent = (ballot: Ballot): string => JSON.stringify(ballot).padEnd(BALLOT_LENGTH)
