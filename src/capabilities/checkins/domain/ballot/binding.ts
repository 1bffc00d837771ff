import { BALLOT_TABLE, BALLOT_VERSION, type Ballot, BLOCK_BALLOT_VERSION } from './layout.ts'

/** The purpose that answers are sealed for; it names the format, so that no other opens them. */
const ballotInfo = {
  [BALLOT_VERSION]: new TextEncoder().encode(`kith ballot ${BALLOT_VERSION} ${BALLOT_TABLE}`),
  [BLOCK_BALLOT_VERSION]: new TextEncoder().encode(`kith ballot ${BLOCK_BALLOT_VERSION} block`),
}

/**
 * What marks a ballot as spent: SHA-256 of its public key. It is also what the ticket signs after its
 * prefix, so that one ticket has one nullifier and says nothing about the person.
 */
export const nullifierOf = async (publicKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', publicKey))

/** The place that answers are sealed to: this group's key and this ballot, so that they cannot be moved. */
const ballotAad = (input: { keyId: Uint8Array; nullifier: Uint8Array }): Uint8Array<ArrayBuffer> => {
  const aad = new Uint8Array(input.keyId.length + input.nullifier.length)
  aad.set(input.keyId)
  aad.set(input.nullifier, input.keyId.length)
  return aad
}

/** `known` is the nullifier where the caller has it already, as `verifyBallot` gives it. */
export const placeOf = async (
  ballot: Pick<Ballot, 'version' | 'keyId' | 'publicKey'>,
  known?: Uint8Array,
): Promise<{ info: Uint8Array<ArrayBuffer>; aad: Uint8Array<ArrayBuffer> }> => {
  const nullifier = known ?? (await nullifierOf(ballot.publicKey))
  return { info: ballotInfo[ballot.version], aad: ballotAad({ keyId: ballot.keyId, nullifier }) }
}
