import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { holdPerson } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type MemberId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { blindSign } from '#packages/blind-ticket/server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { TicketRequest, TicketsRequest } from '../contract/plan-form.ts'
import { findAskedEntry, findGroupKey } from '../data/eligible.server.ts'
import { findTableKey } from '../data/further.server.ts'
import { keepHistoryKey } from '../data/history-keys.server.ts'
import { findEntryIssued, findIssued, insertIssued } from '../data/issuance.server.ts'
import { findWaveForShare } from '../data/waves.server.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { readTableName } from '../domain/tables/attributes.ts'
import { collectsUntil, reportingGroupsTable } from '../domain/wave.ts'

type On = { checkins: Checkins; actor: Actor }

/**
 * Signs one blinded ticket for one member and table, once: the same request again gets the same bytes, another one is
 * refused. Entries of the staff list that were merged are one member. What is signed cannot be seen, so the ticket
 * that comes back with a ballot cannot be recognised.
 */
export const issueTicket = async (
  input: { wave: string; request: unknown },
  on: On,
): Promise<Result<{ blindSignature: string }, CheckinRefusal>> => {
  const request = v.safeParse(TicketRequest, input.request)
  const tickets = request.success ? [request.output] : undefined
  const issued = await issue({ wave: input.wave, tickets }, on)
  if (!issued.ok) return issued
  return accept({ blindSignature: Object.values(issued.value.blindSignatures)[0] ?? '' })
}

/** The same for every table of a wave in one go: an answer for all of them, or a refusal. */
export const issueTickets = async (
  input: { wave: string; request: unknown },
  on: On,
): Promise<Result<{ blindSignatures: Readonly<Record<string, string>> }, CheckinRefusal>> => {
  const request = v.safeParse(TicketsRequest, input.request)
  return issue({ wave: input.wave, tickets: request.success ? request.output.tickets : undefined }, on)
}

type Asked = { table: string; blinded: string }

const issue = async (
  input: { wave: string; tickets: readonly Asked[] | undefined },
  on: On,
): Promise<Result<{ blindSignatures: Readonly<Record<string, string>> }, CheckinRefusal>> => {
  const { checkins, actor } = on
  const { tickets } = input
  // An identity provider could be anybody: with tickets it could answer for everybody.
  if (actor.isByProvider) return refuse({ code: 'checkins/own-passkey-first' })
  if (!tickets || new Set(tickets.map(({ table }) => table)).size !== tickets.length)
    return refuse({ code: 'checkins/ticket-request-not-readable' })
  if (tickets.some(({ table }) => table !== reportingGroupsTable && !readTableName(table)))
    return refuse({ code: 'checkins/table-unknown' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId

  return checkins.database.inOrganisation<
    Result<{ blindSignatures: Record<string, string> }, CheckinRefusal>
  >(actor.organisation.id, async (tx) => {
    const wave = await findWaveForShare(tx, id)
    if (!wave || wave.state === 'draft') return refuse({ code: 'checkins/not-found' })
    const entries = (await holdPerson(tx, actor.member.id)) ?? []
    const asked = await findAskedEntry(tx, { wave: id, entries })
    if (!asked) return refuse({ code: 'checkins/not-asked' })
    // Who has a sheet has no ticket, of no table, so that nobody has two ways.
    if (asked.way === 'paper') return refuse({ code: 'checkins/answers-on-paper' })
    const isRunning = wave.state === 'announced' || wave.state === 'open'
    if (!isRunning || checkins.clock.now() >= collectsUntil(wave))
      return refuse({ code: 'checkins/already-over' })
    const blindSignatures: Record<string, string> = {}
    for (const ticket of tickets) {
      const given = await giveOnce(tx, { on, wave: id, asked, entries, ticket })
      // Those before it stand: the same request again gets the same bytes.
      if (!given.ok) return given
      blindSignatures[ticket.table] = given.value
    }
    return accept({ blindSignatures })
  })
}

const giveOnce = async (
  tx: Tx,
  given: {
    on: On
    wave: WaveId
    asked: { member: MemberId; group: string }
    entries: readonly MemberId[]
    ticket: Asked
  },
): Promise<Result<string, CheckinRefusal>> => {
  const { asked, entries, wave } = given
  const { checkins, actor } = given.on
  const { table } = given.ticket
  const blinded = Buffer.from(given.ticket.blinded, 'base64url')
  const blindedHash = createHash('sha256').update(blinded).digest()
  const isMain = table === reportingGroupsTable
  // An entry that was merged may have had its ticket before: then that is the person's, and there is no other.
  const member = (await findEntryIssued(tx, { wave, table, entries })) ?? asked.member
  const key = { wave, table, member }
  if (!(await findIssued(tx, key))) {
    const keyId = isMain
      ? await findGroupKey(tx, { wave, group: asked.group })
      : await findTableKey(tx, { wave, table, member: asked.member })
    if (!keyId && !isMain) return refuse({ code: 'checkins/table-unknown' })
    const signingKey = keyId && (await checkins.ticketKeys.signingKey({ wave, keyId }))
    if (!signingKey) return refuse({ code: 'checkins/already-over' })
    const signed = blindSign({ key: signingKey, blinded })
    if (!signed.ok) return refuse({ code: 'checkins/ticket-request-not-readable' })
    // Only a browser that is hers alone asks for this key later: who had none would be seen to use a shared one,
    // where a ticket is fetched by opening the form.
    await keepHistoryKey(tx, { organisation: actor.organisation.id, member: actor.member.id })
    await insertIssued(tx, {
      ...key,
      organisation: actor.organisation.id,
      blindedHash,
      blindSignature: Buffer.from(signed.value),
    })
  }
  // Read back: of two tabs that ask at once, both get what the first was given, or a refusal.
  const issued = await findIssued(tx, key)
  if (!issued?.blinded_hash.equals(blindedHash)) return refuse({ code: 'checkins/ticket-already-given' })
  return accept(issued.blind_signature.toString('base64url'))
}
