import type { Tx } from '#platform/database/database.server.ts'
import {
  type AttendanceRow,
  findRecord,
  listAttendance,
  listEvents,
  listSeatMembers,
} from '../../data/after/records.server.ts'
import { readWords } from '../../data/room-events.server.ts'
import { attendanceOf } from '../../domain/after/attendance.ts'
import { type RoomRecord, recordOf, wordsForRecord } from '../../domain/after/record.ts'
import type { Room } from '../../domain/room.ts'
import { apply } from '../../domain/run/apply/apply.ts'
import { emptyRun } from '../../domain/run/state.ts'

export type Settled = { record: RoomRecord; attendance: readonly AttendanceRow[]; areWordsGone: boolean }

/** The record of a room that is over: as it was written when its words went, or, until then, as it would be written now. */
export const readSettled = async (tx: Tx, room: Room): Promise<Settled> => {
  const written = await findRecord(tx, room.id)
  if (written) return { record: written, attendance: await listAttendance(tx, room.id), areWordsGone: true }
  return { ...(await foldRecord(tx, room)), areWordsGone: false }
}

/** Folds the log once more: a record is read seldom, and nothing is kept twice while words are still there. */
export const foldRecord = async (
  tx: Tx,
  room: Pick<Room, 'id' | 'plan' | 'overAt'>,
): Promise<{ record: RoomRecord; attendance: AttendanceRow[] }> => {
  const events = await listEvents(tx, room.id)
  const run = emptyRun(room.plan)
  for (const event of events) apply(run, event)
  const words = await readWords(tx, { room: room.id, numbers: wordsForRecord(run) })
  const members = await listSeatMembers(tx, room.id)
  const attendance = attendanceOf(events, room.overAt?.getTime() ?? 0).map((one) => ({
    seat: one.seat,
    member: members.get(one.seat) ?? null,
    name: one.name,
    cameAt: new Date(one.cameAt),
    minutes: one.minutes,
  }))
  return { record: recordOf(run, (number) => words.get(number)), attendance }
}
