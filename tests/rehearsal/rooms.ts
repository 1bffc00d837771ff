import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '#capabilities/people/index.ts'
import {
  openRoom,
  openRooms,
  planRoom,
  press,
  type Rooms,
  takeSeat,
} from '#capabilities/rooms/index.server.ts'
import type { Plan, RoomSettings } from '#capabilities/rooms/index.ts'
import type { RoomId } from '#kernel/ids.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { type Database, openDatabase } from '#platform/database/database.server.ts'
import { createLog, type Log } from '#platform/log/log.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { type Clinic, makeClinic } from './clinic.ts'

export type RoomsRehearsal = {
  readonly rooms: Rooms
  database: Database
  dataDir: string
  fresh: FreshDatabase
  clinic: Clinic
  /** Somebody who may plan rooms. */
  host: Actor
  clock: { now(): Date; pass(milliseconds: number): void }
  /** What was logged as an error. */
  incidents: string[]
  /** Every line of the log. */
  logged: string[]
  /** Closes the hall and opens it on the same data, as a restart does. */
  restart(): Promise<void>
  end(): Promise<void>
}

/** Rooms on a database and a folder that are there, with one clinic; only the clock is moved by hand. */
export const rehearseRoomsOn = async (on: {
  address: DatabaseAddress
  dataDir: string
  now?: string
  sizes?: Record<string, number>
}): Promise<Omit<RoomsRehearsal, 'fresh'>> => {
  const incidents: string[] = []
  const logged: string[] = []
  // The site's own log, so that what stands in it is what would stand in an operator's.
  const lines = createLog('debug', { write: (line) => void logged.push(line) })
  const log: Log = {
    info: lines.info.bind(lines),
    warn: lines.warn.bind(lines),
    debug: lines.debug.bind(lines),
    error: (facts: { err?: unknown }, words?: string) => {
      lines.error(facts, words)
      incidents.push(`${words} ${String(facts.err ?? '')}`)
    },
  }
  const { dataDir } = on
  const database = openDatabase({ address: on.address, log })
  let now = on.now === undefined ? Date.now() : Date.parse(on.now)
  const clock = {
    now: () => new Date(now),
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
  const open = () =>
    openRooms({
      database,
      clock,
      log,
      jobs: { send: async () => {} },
      mail: { send: async () => {} },
      attempts: createAttempts({ clock }),
      publicUrl: 'http://localhost:3000',
      dataDir,
    })
  const clinic = await makeClinic(database, { sizes: on.sizes ?? { Surgery: 9 } })
  let rooms = await open()
  return {
    get rooms() {
      return rooms
    },
    database,
    dataDir,
    clinic,
    host: { ...clinic.lead, roles: ['facilitator'] },
    clock,
    incidents,
    logged,
    restart: async () => {
      await rooms.close()
      rooms = await open()
    },
    end: async () => {
      await rooms.close()
      await database.close()
    },
  }
}

/** The same on a database and in a folder of its own, which go away at its end. */
export const rehearseRooms = async (on: {
  now: string
  sizes?: Record<string, number>
}): Promise<RoomsRehearsal> => {
  const fresh = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-rooms-'))
  const site = await rehearseRoomsOn({ ...on, address: fresh.address, dataDir })
  return {
    ...site,
    get rooms() {
      return site.rooms
    },
    fresh,
    end: async () => {
      await site.end()
      await fresh.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export const roomSettings: RoomSettings = {
  naming: 'name',
  door: 'code',
  keepsWordsDays: 0,
  hasCaptions: false,
  isPractice: false,
}

/** A plan of parts made from formats that ship, each named by its id. */
export const planOf = (rooms: Pick<Rooms, 'formats'>, formats: readonly string[]): Plan => ({
  blocks: formats.map((name, at) => {
    const shipped = rooms.formats.get(name)
    if (!shipped) throw new Error(`No format is called ${name}.`)
    return {
      id: `part-${at + 1}`,
      kind: shipped.block,
      title: shipped.format.title.en ?? name,
      about: '',
      format: shipped.format,
      spread: 'new-people' as const,
    }
  }),
})

export const wishFor = (
  rooms: Pick<Rooms, 'formats'>,
  wish: { title?: string; formats?: readonly string[]; settings?: Partial<RoomSettings> } = {},
) => ({
  title: wish.title ?? 'Wise Crowds on Thursday',
  plan: planOf(rooms, wish.formats ?? ['welcome', 'wise-crowds-small', 'debrief', 'closing']),
  settings: { ...roomSettings, ...wish.settings },
  plannedFor: null,
})

/** Plans a room and opens it. */
export const openedRoom = async (
  on: { rooms: Rooms; host: Actor },
  wish: Parameters<typeof wishFor>[1] = {},
): Promise<{ room: RoomId; code: string }> => {
  const as = { rooms: on.rooms, actor: on.host }
  const planned = must(await planRoom(as, { wish: wishFor(on.rooms, wish) }))
  must(await openRoom(as, { room: planned.room }))
  return planned
}

/** Takes a seat by the code. @returns what the cookie would hold. */
export const sitIn = async (
  rooms: Rooms,
  given: { code: string; name: string; profession?: string },
): Promise<string> =>
  must(await takeSeat({ rooms }, { profession: '', address: '10.0.0.1', ...given })).secret

/** Presses as a page does, with an id of its own. */
export const pressAs = (
  rooms: Rooms,
  given: { code: string; secret: string; command: object; id?: string },
) => {
  const { code, secret, command, id = crypto.randomUUID() } = given
  return press({ rooms }, { code, secret, sent: { id, command } })
}

export const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}
