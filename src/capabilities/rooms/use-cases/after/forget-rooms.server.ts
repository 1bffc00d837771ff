import {
  listOrganisations,
  type OrganisationSummary,
  type Removers,
} from '#capabilities/people/index.server.ts'
import type { RoomId } from '#kernel/ids.ts'
import type { Clock } from '#platform/clock.ts'
import { freeCode, listCodes } from '#platform/codes/room-codes.server.ts'
import {
  correctEnd,
  deleteRoomsBefore,
  deleteWords,
  holdOver,
  listDue,
  listEndedAhead,
  listLeftOpen,
  listOpenTooLong,
  listRoomsThere,
} from '../../data/after/forgetting.server.ts'
import { insertAttendance, insertRecord } from '../../data/after/records.server.ts'
import { findRoom } from '../../data/rooms.server.ts'
import { dayIn } from '../../domain/after/day-in.ts'
import { keepUntil } from '../../domain/room.ts'
import type { Rooms } from '../../rooms.server.ts'
import { foldRecord } from './settle-record.server.ts'

/** A room that nobody has ended so long after it began, and that nobody is in, ends by itself. */
const ENDS_BY_ITSELF = 24 * 3_600_000
/** So long after it was opened it ends, also while a forgotten page still listens: its words would never go. */
const LASTS_AT_MOST = 14 * 24 * 3_600_000
/** A clock may be set right by so much without anybody minding. */
const CLOCKS_DIFFER = 3_600_000

type On = { rooms: Pick<Rooms, 'database' | 'hall' | 'log'>; steady: Clock }

/**
 * Comes round each minute: ends what was left open, and lets words go for good on their day. Time is the steady clock's,
 * so that a machine's clock that jumps ahead takes nobody's words; a room whose end was written by a clock that ran ahead
 * is set right. Killed at any point it goes on where it was: what is gone is found gone.
 * @throws when a room could not be forgotten: the job is then tried again. The others are done first.
 */
export const forgetRooms = async (on: On): Promise<void> => {
  let failed = 0
  for (const house of await listOrganisations(on.rooms.database)) {
    for (const room of await findDue(on, house)) {
      try {
        await forgetWords(on, { house, room })
      } catch (err) {
        failed += 1
        on.rooms.log.error({ err }, 'the words of a room could not be forgotten')
      }
    }
  }
  if (failed > 0) throw new Error(`${failed} rooms could not be forgotten.`)
}

const findDue = async ({ rooms, steady }: On, house: OrganisationSummary): Promise<RoomId[]> => {
  const { id: organisation, timeZone: zone } = house
  const now = steady.now()
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const [leftOpen, tooLong] = await rooms.database.inOrganisation(organisation, async (tx) => [
    await listLeftOpen(tx, ago(ENDS_BY_ITSELF)),
    new Set(await listOpenTooLong(tx, ago(LASTS_AT_MOST))),
  ])
  for (const room of new Set([...leftOpen, ...tooLong])) {
    const open = await rooms.hall.enter({ organisation, room })
    if (open && (tooLong.has(room) || open.live.listening() === 0))
      await open.live.act({ by: 'house', command: { do: 'end' } })
  }
  return rooms.database.inOrganisation(organisation, async (tx) => {
    for (const { id, keepsWordsDays } of await listEndedAhead(tx, new Date(now.getTime() + CLOCKS_DIFFER)))
      await correctEnd(tx, {
        id,
        overAt: now,
        keptUntil: keepUntil(now, { zone, settings: { keepsWordsDays } }),
      })
    return listDue(tx, { today: dayIn(now, zone) })
  })
}

/** The record is written and the words go in one transaction; then they leave memory, and every page that shows them. */
const forgetWords = async (
  { rooms, steady }: On,
  { house, room: id }: { house: OrganisationSummary; room: RoomId },
): Promise<void> => {
  const key = { organisation: house.id, room: id }
  await rooms.database.inOrganisation(house.id, async (tx) => {
    const room = (await holdOver(tx, id)) ? await findRoom(tx, id) : undefined
    if (!room) return
    const { record, attendance } = await foldRecord(tx, room)
    await insertRecord(tx, { ...key, record, writtenAt: steady.now() })
    await insertAttendance(tx, { ...key, all: attendance })
    await deleteWords(tx, key)
  })
  await rooms.hall.shut(key)
}

/** Rooms that were over for long enough, with all that is kept of them. */
export const removeOldRooms: NonNullable<Removers[keyof Removers]> = (tx, { before }) =>
  deleteRoomsBefore(tx, before)

/** Frees the codes of rooms that are gone. */
export const freeOldCodes = async ({ rooms }: { rooms: Pick<Rooms, 'database'> }): Promise<void> => {
  for (const { id: organisation } of await listOrganisations(rooms.database)) {
    // Codes first: a room that is made meanwhile has its code before it is there.
    const codes = await listCodes(rooms.database, organisation)
    const there = await rooms.database.inOrganisation(organisation, listRoomsThere)
    for (const { code, room } of codes) if (!there.has(room)) await freeCode(rooms.database, code)
  }
}
