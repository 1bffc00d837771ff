import type { Actor } from '#capabilities/people/index.ts'
import type { Room } from './domain/room.ts'

/** Plans rooms and leads them. In the commons nobody does: it would be a list of who is there. */
export const mayPlanRooms = (actor: Actor): boolean =>
  (actor.roles.includes('facilitator') || actor.roles.includes('administrator')) &&
  !actor.organisation.isCommons

/** Changes, opens, deletes, names further hosts: whoever is a host of the room, with or without a role. */
export const mayLead = (seen: { isHost: boolean }): boolean => seen.isHost

/** Rooms for members are everybody's to find; of a room that is entered by code only its hosts know here. */
export const maySeeRoom = (room: Pick<Room, 'settings'>, seen: { isHost: boolean }): boolean =>
  seen.isHost || (room.settings.door === 'members' && !room.settings.isPractice)
