import { buildBallot } from '#capabilities/checkins/domain/ballot.ts'
import { fromBase64Url, toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { GroupEntry, Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import type { CheckinPacket } from '#capabilities/checkins/domain/packet.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { type Checkins, issueTicket, readPackets } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  type TicketKey,
  type TicketSecrets,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'

export type HeldTicket = {
  packet: CheckinPacket
  manifest: Manifest
  key: TicketKey
  secrets: TicketSecrets
  message: Uint8Array<ArrayBuffer>
  ticket: Uint8Array<ArrayBuffer>
}

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}

/** A request for a ticket as a browser makes it, for one seed; the same seed makes the same request. */
export const prepareTicket = async (packet: CheckinPacket, seed: Uint8Array) => {
  const manifest = JSON.parse(packet.manifest) as Manifest
  const entry = JSON.parse(packet.entry) as GroupEntry
  const key = must(await readTicketKey(fromBase64Url(entry.spki) ?? new Uint8Array()))
  const secrets = await deriveTicketSecrets({ seed, wave: packet.wave, table: entry.table, key })
  const message = await ticketMessage({ prefix: secrets.prefix, publicKey: secrets.publicKey })
  const blinded = must(await blind({ key, message, salt: secrets.salt, factor: secrets.factor }))
  return { manifest, key, secrets, message, ...blinded }
}

/** What a member's browser does on a visit: packet, seed, blinded ticket, verified signature. */
export const fetchTicket = async (on: {
  checkins: Checkins
  actor: Actor
  wave: string
  seed?: Uint8Array
}): Promise<HeldTicket> => {
  const packet = (await readPackets(on)).find(({ wave }) => wave === on.wave)
  if (!packet) throw new Error('This member is not asked.')
  const prepared = await prepareTicket(packet, on.seed ?? crypto.getRandomValues(new Uint8Array(32)))
  const request = { table: 'reporting-groups', blinded: toBase64Url(prepared.blinded) }
  const issued = must(await issueTicket({ wave: on.wave, request }, on))
  const ticket = must(
    await finalise({
      key: prepared.key,
      message: prepared.message,
      blindSignature: fromBase64Url(issued.blindSignature) ?? new Uint8Array(),
      inverse: prepared.inverse,
    }),
  )
  return { packet, ...prepared, ticket }
}

export const fillBallot = async (
  held: HeldTicket,
  answers: Readonly<Record<string, number>>,
): Promise<Uint8Array<ArrayBuffer>> =>
  must(
    await buildBallot({
      answers,
      waveKey: fromBase64Url(held.manifest.waveKey) ?? new Uint8Array(),
      key: held.key,
      ticket: held.ticket,
      secrets: held.secrets,
    }),
  )

/** Answers to every question, told apart by a number. */
export const someAnswers = (held: HeldTicket, number: number): Record<string, number> => {
  const { items } = JSON.parse(held.packet.questions) as Questions
  return Object.fromEntries(
    items.map(({ id, options }, at) => {
      const option = options[Math.floor(number / 5 ** at) % options.length]
      return [id, option?.value ?? 0]
    }),
  )
}

type Sent = { actor: Actor; held: HeldTicket; ballot: Uint8Array<ArrayBuffer> }

/** One ballot of each member, ready to be sent; their answers differ from one to the next. */
export const ballotsOf = async (on: {
  checkins: Checkins
  wave: string
  actors: readonly Actor[]
}): Promise<Sent[]> => {
  const made: Sent[] = []
  for (const actor of on.actors) {
    const held = await fetchTicket({ ...on, actor })
    made.push({ actor, held, ballot: await fillBallot(held, someAnswers(held, made.length)) })
  }
  return made
}
