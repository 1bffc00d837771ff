import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Room } from '../domain/room.ts'
import type { SeatNumber } from '../domain/run/state.ts'
import type { HallRoom } from '../live/hall-room.server.ts'

/** How long a room that nobody listens to, and whose clock stands, stays in memory. */
const IDLE = 10 * 60_000
const LOOK_EVERY = 60_000

export type RoomKey = { organisation: OrganisationId; room: RoomId }

/** A room that is open or over, with whoever is in it, in this process. */
export type OpenRoom = {
  /** As it was when it opened: what it says of its state may be old, `live.run.status` never is. */
  readonly room: Room
  readonly house: OrganisationSummary
  readonly live: HallRoom
  /** The seat that a cookie's secret opens here; undefined where it opens none. */
  seatOf(secret: string): Promise<SeatNumber | undefined>
}

/** Somebody in a room: whose cookie opened which seat. */
export type Seated = { open: OpenRoom; seat: SeatNumber }

export type Hall = {
  /** Opens the room in memory, or finds it there. Undefined where it is not open yet, or gone. */
  enter(key: RoomKey): Promise<OpenRoom | undefined>
  /** The same by its code. */
  enterByCode(code: string): Promise<OpenRoom | undefined>
  /** Of a room that is deleted, or put away: everybody's streams end. */
  shut(key: RoomKey): Promise<void>
  close(): Promise<void>
}

type Here = { opening: Promise<OpenRoom | undefined>; usedAt: number }

/**
 * Keeps each room once: opened when somebody comes, put away when nobody has listened for a while and no clock runs.
 * `lookUp` reads where a code leads; `open` builds the room from its log.
 */
export const openHall = (on: {
  lookUp(code: string): Promise<RoomKey | undefined>
  open(key: RoomKey): Promise<OpenRoom | undefined>
}): Hall => {
  const here = new Map<RoomId, Here>()
  const codes = new Map<string, RoomKey>()
  let isClosed = false

  const enter = async (key: RoomKey): Promise<OpenRoom | undefined> => {
    // Not “gone”: a page that asks just now finds its seat again in a moment.
    if (isClosed) throw new Error('The site is stopping.')
    const found = here.get(key.room)
    if (found) {
      found.usedAt = Date.now()
      const room = await found.opening
      if (room?.live.isLost()) {
        await putAway(key.room, found)
        return enter(key)
      }
      // A room is asked for with its organisation, as a row is.
      return room?.room.organisation === key.organisation ? room : undefined
    }
    const made = { opening: on.open(key), usedAt: Date.now() }
    here.set(key.room, made)
    const room = await made.opening.catch((error: unknown) => {
      here.delete(key.room)
      throw error
    })
    if (room) codes.set(room.room.code, key)
    else here.delete(key.room)
    return room
  }

  const putAway = async (id: RoomId, { opening }: Here) => {
    here.delete(id)
    const room = await opening
    if (!room) return
    codes.delete(room.room.code)
    await room.live.close()
  }

  const look = async () => {
    for (const [id, one] of here) {
      const room = await one.opening.catch(() => undefined)
      const isInUse = room && (room.live.listening() > 0 || room.live.run.clock.kind === 'running')
      if (!isInUse && Date.now() - one.usedAt > IDLE) await putAway(id, one)
    }
  }
  const rhythm = setInterval(() => void look().catch(() => {}), LOOK_EVERY).unref()

  return {
    enter,
    enterByCode: async (code) => {
      const key = codes.get(code) ?? (await on.lookUp(code))
      return key && enter(key)
    },
    shut: async ({ room }) => {
      const found = here.get(room)
      if (found) await putAway(room, found)
    },
    close: async () => {
      isClosed = true
      clearInterval(rhythm)
      await Promise.allSettled([...here].map(([id, one]) => putAway(id, one)))
    },
  }
}
