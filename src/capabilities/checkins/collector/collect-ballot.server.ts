import type { Clock } from '#platform/clock.ts'
import { type AddOutcome, PoolFailure } from '#platform/pool/index.server.ts'
import { decodeBallot } from '../domain/ballot.ts'
import type { BallotAnswer } from '../domain/refusals.ts'
import { verifyBallot } from '../domain/verify-ballot.server.ts'
import type { Registry } from './registry.server.ts'

/**
 * Takes one ballot: acknowledged only when it is on the disk, and then counted exactly once. The same ballot again is
 * acknowledged quietly, so that a browser may try until it knows. Nothing about its coming is kept.
 */
export const collectBallot = async (
  bytes: Uint8Array,
  on: { registry: Registry; clock: Clock },
): Promise<BallotAnswer> => {
  const ballot = decodeBallot(bytes)
  if (!ballot.ok) return 'ballot/not-readable'
  const known = on.registry.find(ballot.value.keyId)
  if (!known) return 'ballot/ticket-not-valid'
  if (known.kind === 'over') return known.answer
  const now = on.clock.now()
  if (known.wave.isHeld || now < known.wave.opensAt) return 'ballot/too-early'
  if (now >= known.wave.collectsUntil) return 'ballot/came-too-late'
  const verified = verifyBallot({ ballot: ballot.value, ticketKey: known.ticketKey })
  if (!verified.ok) return 'ballot/ticket-not-valid'
  try {
    return answers[await known.wave.pool.add({ ticket: verified.value.nullifier, payload: bytes })]
  } catch (error) {
    if (error instanceof PoolFailure) return 'ballot/cannot-store'
    throw error
  }
}

const answers: Record<AddOutcome, BallotAnswer> = {
  stored: 'received',
  same: 'received',
  spent: 'ballot/ticket-spent',
  full: 'ballot/pool-full',
  closed: 'ballot/came-too-late',
}
