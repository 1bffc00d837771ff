import { accept, type Result, refuse } from '#kernel/result.ts'
import { SEALED_OVERHEAD } from '#packages/sealed/index.ts'

/** The table that the first format is for; the second is for every further table. */
export const BALLOT_TABLE = 'reporting-groups'
export const BALLOT_VERSION = 1
export const BLOCK_BALLOT_VERSION = 2
export type BallotVersion = typeof BALLOT_VERSION | typeof BLOCK_BALLOT_VERSION

/** The answers before sealing, padded: the same size whatever was answered. */
export const ANSWERS_SIZE = 1024

const SIZES = {
  version: 1,
  keyId: 32,
  publicKey: 65,
  prefix: 32,
  ticket: 384,
  sealed: ANSWERS_SIZE + SEALED_OVERHEAD,
  signature: 64,
} as const

type Field = keyof typeof SIZES
const FIELDS = Object.keys(SIZES) as Field[]

const startOf = (field: Field): number =>
  FIELDS.slice(0, FIELDS.indexOf(field)).reduce((start, earlier) => start + SIZES[earlier], 0)

const SIGNED_SIZE = startOf('signature')

/** Every ballot has exactly this many bytes, whatever its version. */
export const BALLOT_SIZE = SIGNED_SIZE + SIZES.signature

/**
 * One person's answers on their way to the collector: all of them (version 1), or those to one block for one further
 * table (version 2). On the wire and in the pool both look alike.
 *
 * version (1 byte) | keyId: SHA-256 of the SPKI of the group's ticket key (32) | publicKey: the ballot key,
 * P-256, uncompressed (65) | prefix of the ticket message (32) | ticket: the RSA signature (384) | sealed
 * answers (1106) | signature: ECDSA over everything before it, raw r and s (64). Nothing else: no language,
 * no time, no device.
 */
export type Ballot = {
  readonly version: BallotVersion
  readonly keyId: Uint8Array<ArrayBuffer>
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly prefix: Uint8Array<ArrayBuffer>
  readonly ticket: Uint8Array<ArrayBuffer>
  readonly sealed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** The bytes of a ballot. Throws when a field has another length than the format gives it. */
export const encodeBallot = (ballot: Ballot): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(BALLOT_SIZE)
  const fields = { ...ballot, version: Uint8Array.of(ballot.version) }
  for (const field of FIELDS) {
    if (fields[field].length !== SIZES[field]) throw new RangeError(`the ${field} has another length`)
    bytes.set(fields[field], startOf(field))
  }
  return bytes
}

/** Takes a ballot apart, by length and version only; whether it counts, `verifyBallot` says. */
export const decodeBallot = (bytes: Uint8Array): Result<Ballot, 'wrong-size' | 'unknown-version'> => {
  if (bytes.length !== BALLOT_SIZE) return refuse('wrong-size')
  const version = bytes[0]
  if (version !== BALLOT_VERSION && version !== BLOCK_BALLOT_VERSION) return refuse('unknown-version')
  const part = (field: Field): Uint8Array<ArrayBuffer> =>
    new Uint8Array(bytes.subarray(startOf(field), startOf(field) + SIZES[field]))
  return accept({
    version,
    keyId: part('keyId'),
    publicKey: part('publicKey'),
    prefix: part('prefix'),
    ticket: part('ticket'),
    sealed: part('sealed'),
    signature: part('signature'),
  })
}

/** What the signature of a ballot covers: all of it but the signature. */
export const signedPart = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, SIGNED_SIZE)
