import { constants, createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { type Ballot, signedPartOf } from '#capabilities/rooms/domain/polls/ballot.ts'
import type { Choice } from '#capabilities/rooms/domain/polls/poll.ts'
import { loadSigningKey } from '#packages/blind-ticket/server.ts'

const HALF = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8')
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/**
 * Votes with a ticket and a key each. A ticket is signed outright instead of blinded, signed and uncovered: the same kind
 * of bytes, in a tenth of the time.
 */
export const anonymousBallots = (of: {
  poll: string
  pkcs8: Uint8Array
  count: number
  choice: Choice
}): Ballot[] => {
  const pss = { key: loadSigningKey(of.pkcs8), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }
  return Array.from({ length: of.count }, () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = pair.publicKey.export({ format: 'jwk' })
    const publicKey = Buffer.concat([
      Buffer.of(4),
      Buffer.from(jwk.x ?? '', 'base64url'),
      Buffer.from(jwk.y ?? '', 'base64url'),
    ])
    const prefix = randomBytes(32)
    const hashed = createHash('sha256').update(publicKey).digest()
    const ticket = sign('sha384', Buffer.concat([prefix, hashed]), pss)
    const { poll, choice } = of
    const key = { key: pair.privateKey, dsaEncoding: 'ieee-p1363' as const }
    const signature = lowered(sign('sha256', signedPartOf({ poll, choice }), key))
    const text = (bytes: Buffer) => bytes.toString('base64url')
    return {
      ...{ poll, choice },
      prefix: text(prefix),
      publicKey: text(publicKey),
      ticket: text(ticket),
      signature: text(signature),
    }
  })
}

/** The lower of the two values that s may have: the other one is refused. */
const lowered = (signature: Buffer): Buffer => {
  const s = BigInt(`0x${signature.toString('hex', 32)}`)
  if (s <= HALF) return signature
  return Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex'),
  ])
}
