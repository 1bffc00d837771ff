import { type BallotAnswer, ballotStatus } from '../domain/refusals.ts'
import type { AskForTickets } from './ticket.client.ts'

const patience = 30_000

/** Asks for the blind signatures of every table at once. It says who is asking, as it must: everyone who is eligible asks, answering or not. */
export const askForTickets: AskForTickets = async ({ packet, tickets }) => {
  try {
    const response = await fetch(`/app/${packet.slug}/check-ins/${packet.wave}/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ tickets }),
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const said: unknown = await response.json()
    if (typeof said !== 'object' || said === null) return undefined
    if (response.ok && 'blindSignatures' in said && typeof said.blindSignatures === 'object')
      return { blindSignatures: { ...said.blindSignatures } as Record<string, unknown> }
    return 'code' in said && typeof said.code === 'string' ? { code: said.code } : undefined
  } catch {
    return undefined
  }
}

/**
 * Hands a ballot to the collector: bytes and nothing else, no cookie, no referrer. An answer counts only when its status
 * and its code are a pair that the collector gives.
 */
export const postBallot = async (given: {
  collector: string
  bytes: Uint8Array<ArrayBuffer>
}): Promise<BallotAnswer | 'no-answer'> => {
  try {
    const response = await fetch(given.collector, {
      method: 'POST',
      // A browser would name its languages by itself; one that few speak would point at few.
      headers: { 'content-type': 'application/octet-stream', 'accept-language': '*' },
      body: given.bytes,
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const said: unknown = await response.json()
    const code = typeof said === 'object' && said !== null && 'code' in said ? said.code : undefined
    return isBallotAnswer(code) && ballotStatus[code] === response.status ? code : 'no-answer'
  } catch {
    return 'no-answer'
  }
}

const isBallotAnswer = (code: unknown): code is BallotAnswer =>
  typeof code === 'string' && Object.hasOwn(ballotStatus, code)
