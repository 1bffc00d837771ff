import { constants, sign } from 'node:crypto'
import { BALLOT_SIZE, buildBallot } from '#capabilities/checkins/domain/ballot.ts'
import { readTicketKey, ticketMessage } from '#packages/blind-ticket/index.ts'
import { loadSigningKey } from '#packages/blind-ticket/server.ts'

export type BallotOrder = {
  ticketKey: { pkcs8: Uint8Array; spki: Uint8Array<ArrayBuffer> }
  waveKey: Uint8Array
  count: number
}

const together = 64

/**
 * Real ballots one after another, each with a ticket and a key of its own. A ticket is signed outright instead of
 * blinded, signed and uncovered: the same kind of bytes (the scheme's point), in a tenth of the time.
 */
export const makeBallots = async (order: BallotOrder): Promise<Uint8Array<ArrayBuffer>> => {
  const key = await readTicketKey(order.ticketKey.spki)
  if (!key.ok) throw new Error(key.refusal)
  const pss = {
    key: loadSigningKey(order.ticketKey.pkcs8),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 48,
  }
  const makeOne = async (): Promise<Uint8Array> => {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    const prefix = crypto.getRandomValues(new Uint8Array(32))
    const ticket = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      void ticketMessage({ prefix, publicKey }).then((message) =>
        sign('sha384', message, pss, (error, signature) =>
          error ? reject(error) : resolve(new Uint8Array(signature)),
        ),
      )
    })
    const secrets = { prefix, publicKey, signingKey: pair.privateKey }
    const made = await buildBallot({
      answers: { a: 4 },
      waveKey: order.waveKey,
      key: key.value,
      ticket,
      secrets,
    })
    if (!made.ok) throw new Error(made.refusal)
    return made.value
  }
  const joined = new Uint8Array(order.count * BALLOT_SIZE)
  for (let at = 0; at < order.count; at += together) {
    const some = await Promise.all(Array.from({ length: Math.min(together, order.count - at) }, makeOne))
    some.forEach((ballot, offset) => {
      joined.set(ballot, (at + offset) * BALLOT_SIZE)
    })
  }
  return joined
}
