import type { RoomEvent } from '../domain/run/events.ts'

/** One event, as the log keeps it. `words` are what was written, if anything was. */
export type Entry = {
  number: number
  event: RoomEvent
  /** The press that it came from: a UUID made by the browser. */
  command?: string | undefined
  words?: string | undefined
}

/** Where a room's events are kept. Nobody hears of an event before `append` has come back. */
export type RoomLog = {
  /** All entries in order, without words. */
  read(): Promise<readonly Pick<Entry, 'number' | 'event' | 'command'>[]>
  /**
   * Keeps all of them or none, durably.
   * @throws whatever the database throws; then it is not known which of the two happened.
   */
  append(entries: readonly Entry[], forget: readonly number[]): Promise<void>
}
