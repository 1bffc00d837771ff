import type { KeyObject } from 'node:crypto'
import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  type TicketKey,
  type TicketSecrets,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'
import { blindSign } from '#packages/blind-ticket/server.ts'
import type { TicketKeys } from '../checkins.server.ts'
import { type BallotAnswers, buildBallot } from '../domain/ballot.ts'
import type { BallotAnswer } from '../domain/refusals.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import { seedOfCode } from '../keys/sheet-file.server.ts'
import type { FoundSheet } from './sheet-box.server.ts'

/**
 * Makes the ballot of one sheet and gives it to the collector, like any other. Ballot key and ticket come from the code
 * and the secret of its group, so that a code counts once, whatever is killed or sent twice; the answers are sealed here,
 * and are nowhere else once this has answered.
 */
export const castByCode = async (
  given: {
    code: string
    sheet: Extract<FoundSheet, { kind: 'good' }>
    answers: BallotAnswers
    isKeyedIn: boolean
  },
  on: { ticketKeys: TicketKeys; collect: (bytes: Uint8Array) => Promise<BallotAnswer> },
): Promise<BallotAnswer> => {
  const { wave, group } = given.sheet
  const signingKey = await on.ticketKeys.signingKey({ wave: wave.wave, keyId: group.keyId })
  if (!signingKey) return 'ballot/came-too-late'
  const read = await readTicketKey(group.spki)
  if (!read.ok) throw new Error('The key of a group on paper cannot be read.')
  const key = read.value
  const seed = seedOfCode({ secret: given.sheet.secret, code: given.code })
  const secrets = await deriveTicketSecrets({ seed, wave: wave.wave, table: reportingGroupsTable, key })
  const message = await ticketMessage(secrets)
  const ticket = await ticketFor({ key, signingKey, message, secrets })
  const { answers, isKeyedIn } = given
  const ballot = await buildBallot({
    answers,
    isKeyedIn,
    waveKey: wave.paper.waveKey,
    key,
    ticket,
    secrets,
  })
  if (!ballot.ok) throw new Error('The ballot of a sheet could not be made.')
  return on.collect(ballot.value)
}

/** The group's own signature, by the same way as that of a browser's ticket. */
const ticketFor = async (given: {
  key: TicketKey
  signingKey: KeyObject
  message: Uint8Array
  secrets: TicketSecrets
}): Promise<Uint8Array<ArrayBuffer>> => {
  const { key, signingKey, message, secrets } = given
  const blinded = await blind({ key, message, ...secrets })
  if (!blinded.ok) throw new Error(`A sheet has no ticket: ${blinded.refusal}.`)
  const signed = blindSign({ key: signingKey, blinded: blinded.value.blinded })
  if (!signed.ok) throw new Error(`A sheet has no ticket: ${signed.refusal}.`)
  const { inverse } = blinded.value
  const ticket = await finalise({ key, message, blindSignature: signed.value, inverse })
  if (!ticket.ok) throw new Error(`A sheet has no ticket: ${ticket.refusal}.`)
  return ticket.value
}
