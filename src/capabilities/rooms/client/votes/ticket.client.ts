import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  signWithBallotKey,
  type TicketKey,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'
import { type Ballot, signedPartOf } from '../../domain/polls/ballot.ts'
import type { Choice } from '../../domain/polls/poll.ts'
import { fromText, toText } from './base64.ts'

type Of = { poll: string; key: string; seed: string }

/** A blinded ticket, and how to uncover what the server signs; undefined for a key that no ticket may be asked from. */
export const prepareTicket = async (of: Of) => {
  const ready = await secretsOf(of)
  if (!ready) return undefined
  const message = await ticketMessage(ready.secrets)
  const made = await blind({ key: ready.key, message, ...ready.secrets })
  if (!made.ok) return undefined
  const { inverse } = made.value
  return {
    blinded: toText(made.value.blinded),
    /** The ticket, verified; undefined unless it is what was asked for. */
    finish: async (signature: string): Promise<string | undefined> => {
      const blindSignature = fromText(signature)
      const finished =
        blindSignature && (await finalise({ key: ready.key, message, blindSignature, inverse }))
      return finished?.ok ? toText(finished.value) : undefined
    },
  }
}

/** The vote as it is sent. The same ticket and choice make the same vote, however often it must be sent. */
export const ballotOf = async (of: Of & { ticket: string; choice: Choice }): Promise<Ballot | undefined> => {
  const ready = await secretsOf(of)
  if (!ready) return undefined
  const { prefix, publicKey, signingKey } = ready.secrets
  const { poll, choice, ticket } = of
  const signature = await signWithBallotKey({ signingKey, message: signedPartOf({ poll, choice }) })
  return {
    poll,
    prefix: toText(prefix),
    publicKey: toText(publicKey),
    ticket,
    choice,
    signature: toText(signature),
  }
}

const secretsOf = async ({ poll, key: spki, seed: seedText }: Of) => {
  const key = await keyFrom(spki)
  const seed = fromText(seedText)
  if (!key || !seed) return undefined
  return { key, secrets: await deriveTicketSecrets({ seed, wave: poll, table: 'room poll', key }) }
}

const keyFrom = async (spki: string): Promise<TicketKey | undefined> => {
  const bytes = fromText(spki)
  const read = bytes && (await readTicketKey(bytes))
  return read?.ok ? read.value : undefined
}
