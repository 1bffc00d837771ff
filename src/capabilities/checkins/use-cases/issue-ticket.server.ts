import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { holdPerson } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { blindSign } from '#packages/blind-ticket/server.ts'
import type { Checkins } from '../checkins.server.ts'
import { TicketRequest } from '../contract/plan-form.ts'
import { findAskedEntry, findGroupKey } from '../data/eligible.server.ts'
import { keepHistoryKey } from '../data/history-keys.server.ts'
import { findEntryIssued, findIssued, insertIssued } from '../data/issuance.server.ts'
import { findWaveForShare } from '../data/waves.server.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { collectsUntil, reportingGroupsTable } from '../domain/wave.ts'

/**
 * Signs one blinded ticket for one member and table, once: the same request again gets the same bytes, another one is
 * refused. Entries of the staff list that were merged are one member. What is signed cannot be seen, so the ticket
 * that comes back with a ballot cannot be recognised.
 */
export const issueTicket = async (
  input: { wave: string; request: unknown },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<{ blindSignature: string }, CheckinRefusal>> => {
  const { checkins, actor } = on
  // An identity provider could be anybody: with tickets it could answer for everybody.
  if (actor.isByProvider) return refuse({ code: 'checkins/own-passkey-first' })
  const request = v.safeParse(TicketRequest, input.request)
  if (!request.success) return refuse({ code: 'checkins/ticket-request-not-readable' })
  if (request.output.table !== reportingGroupsTable) return refuse({ code: 'checkins/table-unknown' })
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const of = { wave: input.wave as WaveId, table: reportingGroupsTable }
  const blinded = Buffer.from(request.output.blinded, 'base64url')
  const blindedHash = createHash('sha256').update(blinded).digest()

  return checkins.database.inOrganisation<Result<{ blindSignature: string }, CheckinRefusal>>(
    actor.organisation.id,
    async (tx) => {
      const wave = await findWaveForShare(tx, of.wave)
      if (!wave || wave.state === 'draft') return refuse({ code: 'checkins/not-found' })
      const entries = (await holdPerson(tx, actor.member.id)) ?? []
      const asked = await findAskedEntry(tx, { wave: of.wave, entries })
      if (!asked) return refuse({ code: 'checkins/not-asked' })
      const { group } = asked
      // An entry that was merged may have had its ticket before: then that is the person's, and there is no other.
      const key = { ...of, member: (await findEntryIssued(tx, { ...of, entries })) ?? asked.member }
      const isRunning = wave.state === 'announced' || wave.state === 'open'
      if (!isRunning || checkins.clock.now() >= collectsUntil(wave))
        return refuse({ code: 'checkins/already-over' })
      if (!(await findIssued(tx, key))) {
        const keyId = await findGroupKey(tx, { wave: key.wave, group })
        const signingKey = keyId && (await checkins.ticketKeys.signingKey({ wave: key.wave, keyId }))
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
      return accept({ blindSignature: issued.blind_signature.toString('base64url') })
    },
  )
}
