export { seatCookieOf } from './hall/seat-cookie.server.ts'
export { roomHolding } from './holding.server.ts'
export { roomLetters } from './letters.server.ts'
export type { Rooms } from './rooms.server.ts'
export { setFollowUp, wishForFollowUp } from './use-cases/after/follow-up.server.ts'
export { forgetRooms, freeOldCodes, removeOldRooms } from './use-cases/after/forget-rooms.server.ts'
export { type RecordSeen, readRecord } from './use-cases/after/read-record.server.ts'
export {
  changeFormat,
  copyFormat,
  deleteFormat,
  type FormatAct,
} from './use-cases/formats/adapt-format.server.ts'
export { readFormat, readFormats } from './use-cases/formats/read-formats.server.ts'
export { openRooms } from './use-cases/open-rooms.server.ts'
export { editRoom, planFromReady } from './use-cases/planning/compose-room.server.ts'
export { planRoom } from './use-cases/planning/keep-room.server.ts'
export { changeHosts, deleteRoom, openRoom } from './use-cases/planning/lead-room.server.ts'
export { localOf } from './use-cases/planning/planned-time.server.ts'
export { type PlanningShelf, readPlanningShelf } from './use-cases/planning/read-planning-shelf.server.ts'
export {
  type RoomHead,
  type RoomPlanSeen,
  readRoomPlan,
  readRooms,
} from './use-cases/planning/read-rooms.server.ts'
export { offerSeat, takeOfferedSeat } from './use-cases/seats/carry-seat.server.ts'
export { findRoomByCode } from './use-cases/seats/find-room-by-code.server.ts'
export { press } from './use-cases/seats/press.server.ts'
export { readSeat } from './use-cases/seats/read-seat.server.ts'
export { enterRoom, type SeatTaken, takeSeat } from './use-cases/seats/take-seat.server.ts'
