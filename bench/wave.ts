import { createHash } from 'node:crypto'
import { buildBallot } from '#capabilities/checkins/domain/ballot.ts'
import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'
import { blindSign, generateTicketKey, loadSigningKey, loadTicketKey } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'

export type BenchGroup = {
  spki: Uint8Array
  keyId: Buffer
  ticketKey: ReturnType<typeof loadTicketKey>
  signingKey: ReturnType<typeof loadSigningKey>
}

export const makeGroup = async (): Promise<BenchGroup> => {
  const { privateKey, spki } = await generateTicketKey()
  return {
    spki,
    keyId: createHash('sha256').update(spki).digest(),
    ticketKey: loadTicketKey(spki),
    signingKey: loadSigningKey(privateKey),
  }
}

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(String(result.refusal))
  return result.value
}

/** Real ballots, each with a ticket of its own, as browsers make them. */
export const makeBallots = async (wish: {
  group: BenchGroup
  count: number
  answers: Readonly<Record<string, number>>
}) => {
  const sealing = await generateSealingKey()
  const key = must(await readTicketKey(wish.group.spki))
  const ballots: Uint8Array<ArrayBuffer>[] = []
  for (let made = 0; made < wish.count; made++) {
    const seed = crypto.getRandomValues(new Uint8Array(32))
    const secrets = await deriveTicketSecrets({ seed, wave: 'bench', table: 'reporting-groups', key })
    const message = await ticketMessage({ prefix: secrets.prefix, publicKey: secrets.publicKey })
    const { blinded, inverse } = must(
      await blind({ key, message, salt: secrets.salt, factor: secrets.factor }),
    )
    const blindSignature = must(blindSign({ key: wish.group.signingKey, blinded }))
    const ticket = must(await finalise({ key, message, blindSignature, inverse }))
    ballots.push(
      must(await buildBallot({ answers: wish.answers, waveKey: sealing.publicKey, key, ticket, secrets })),
    )
  }
  return { ballots, sealing }
}
