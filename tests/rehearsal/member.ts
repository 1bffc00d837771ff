import { prepareTickets } from '#capabilities/checkins/client/ticket.client.ts'
import { buildBallot, buildBlockBallot } from '#capabilities/checkins/domain/ballot.ts'
import { fromBase64Url, toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { GroupEntry, Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import type { CheckinPacket } from '#capabilities/checkins/domain/packet.ts'
import { readTableName } from '#capabilities/checkins/domain/tables/attributes.ts'
import { answeredApart } from '#capabilities/checkins/domain/tables/blocks.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import { type Checkins, issueTicket, issueTickets, readPackets } from '#capabilities/checkins/index.server.ts'
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
  table?: string
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

/** As `fetchTicket`, for every table of the wave; the first is that of the reporting groups. */
export const fetchTickets = async (on: {
  checkins: Checkins
  actor: Actor
  wave: string
}): Promise<HeldTicket[]> => {
  const packet = (await readPackets(on)).find(({ wave }) => wave === on.wave)
  if (!packet) throw new Error('This member is not asked.')
  const seed = crypto.getRandomValues(new Uint8Array(32))
  const prepared = must(await prepareAll(packet, seed))
  const request = {
    tickets: prepared.map(({ table, blinded }) => ({ table, blinded: toBase64Url(blinded) })),
  }
  const { blindSignatures } = must(await issueTickets({ wave: on.wave, request }, on))
  const manifest = JSON.parse(packet.manifest) as Manifest
  return Promise.all(
    prepared.map(async ({ table, key, message, inverse }) => {
      const blindSignature = fromBase64Url(blindSignatures[table] ?? '') ?? new Uint8Array()
      const ticket = must(await finalise({ key, message, blindSignature, inverse }))
      const secrets = await deriveTicketSecrets({ seed, wave: packet.wave, table, key })
      return { table, packet, manifest, key, secrets, message, ticket }
    }),
  )
}

const prepareAll = async (packet: CheckinPacket, seed: Uint8Array) => {
  const prepared = await prepareTickets(packet, seed)
  return prepared ? { ok: true as const, value: prepared } : { ok: false as const, refusal: 'a bad key' }
}

/** Her ballots as her browser builds them: all answers in the first, one block in each other. */
export const fillBallots = async (
  held: readonly HeldTicket[],
  answers: Readonly<Record<string, number>>,
): Promise<Uint8Array<ArrayBuffer>[]> => {
  const apart = answeredApart(held[0]?.manifest.tables ?? [])
  const together = Object.fromEntries(Object.entries(answers).filter(([item]) => !apart.has(item)))
  return Promise.all(
    held.map(async (one) => {
      const block = readTableName(one.table ?? '')?.block
      if (block === undefined) return fillBallot(one, together)
      const waveKey = fromBase64Url(one.manifest.waveKey) ?? new Uint8Array()
      return must(
        await buildBlockBallot({ ...one, waveKey, answer: { block, value: answers[block] ?? null } }),
      )
    }),
  )
}

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
