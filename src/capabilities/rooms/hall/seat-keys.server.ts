import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '#platform/database/database.server.ts'
import { findSeat } from '../data/seats.server.ts'
import type { SeatNumber } from '../domain/run/state.ts'
import type { RoomKey } from './hall.server.ts'

/** What a cookie holds: 32 bytes that nobody guesses. */
export const drawSecret = (): string => randomBytes(32).toString('base64url')

/** All that is kept of it. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

const shape = /^[A-Za-z0-9_-]{43}$/

/** Tells whose seat a secret opens. Who was found is remembered: each press of a room asks. */
export const openSeatKeys = (on: RoomKey & { database: Database }) => {
  const found = new Map<string, SeatNumber>()
  return async (secret: string): Promise<SeatNumber | undefined> => {
    if (!shape.test(secret)) return undefined
    const secretHash = hashOf(secret)
    const name = secretHash.toString('base64')
    const known = found.get(name)
    if (known !== undefined) return known
    const seat = await on.database.inOrganisation(on.organisation, (tx) =>
      findSeat(tx, { room: on.room, secretHash }),
    )
    if (seat !== undefined) found.set(name, seat)
    return seat
  }
}
