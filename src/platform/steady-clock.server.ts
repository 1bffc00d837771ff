import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Clock } from './clock.ts'
import type { Log } from './log/log.server.ts'

/** A clock may be set right by so much without anybody minding. */
export const bound = 3_600_000
/** So long after a jump the old time still counts, unless the clock comes back; then the new one is believed. */
export const patience = 6 * 3_600_000

export type SteadyClock = Clock & {
  /** To be called in a rhythm: notices a jump, and writes down the time. Asking for the time writes nothing. */
  look(): void
  /** In which moment time is held back, for whoever runs the site; undefined while both clocks agree. */
  doubt(): { believed: Date; shown: Date; until: Date } | undefined
}

/**
 * Time for what cannot be undone. When the machine’s clock jumps ahead of the time that has passed, or of the time last
 * seen before a start, this clock goes on from where it was for six hours: long enough for a wrong clock to be set
 * right. It is never behind for longer, and never ahead of the machine’s.
 */
export const openSteadyClock = (on: { clock: Clock; file: string; log: Log }): SteadyClock => {
  const { clock, file, log } = on
  // A clock that is set by hand jumps on purpose.
  const elapsed = clock.elapsed
  if (!elapsed) return { now: () => clock.now(), look: () => {}, doubt: () => undefined }
  let seen = { wall: readSeen(file) ?? clock.now().getTime(), ticks: elapsed() }
  let heldFrom: { wall: number; ticks: number } | undefined

  const check = () => {
    const wall = clock.now().getTime()
    const ticks = elapsed()
    if (heldFrom) {
      const believed = heldFrom.wall + ticks - heldFrom.ticks
      const isBack = wall - believed <= bound
      if (!isBack && ticks - heldFrom.ticks < patience) return
      heldFrom = undefined
      log.warn(
        {},
        isBack ? 'the clock agrees again' : 'the clock has stood for six hours and is believed now',
      )
    } else if (wall - (seen.wall + ticks - seen.ticks) > bound) {
      heldFrom = seen
      log.error(
        { believed: new Date(seen.wall).toISOString(), shown: new Date(wall).toISOString() },
        'the clock of this machine jumped ahead: check-ins do not close by it for six hours. Set it right, or leave it if it is right now',
      )
      return
    }
    seen = { wall, ticks }
  }
  const look = () => {
    check()
    if (!heldFrom) writeSeen(file, seen.wall)
  }
  look()
  return {
    now: () => {
      check()
      const wall = clock.now().getTime()
      if (!heldFrom) return new Date(wall)
      return new Date(Math.min(wall, heldFrom.wall + elapsed() - heldFrom.ticks))
    },
    elapsed,
    look,
    doubt: () =>
      heldFrom && {
        believed: new Date(heldFrom.wall + elapsed() - heldFrom.ticks),
        shown: clock.now(),
        until: new Date(clock.now().getTime() + patience - (elapsed() - heldFrom.ticks)),
      },
  }
}

const readSeen = (file: string): number | undefined => {
  try {
    const at = Number(readFileSync(file, 'utf8'))
    return Number.isFinite(at) && at > 0 ? at : undefined
  } catch {
    return undefined
  }
}

// Without this file a jump during a restart goes unnoticed; that must not keep anything else from working.
const writeSeen = (file: string, at: number): void => {
  try {
    writeFileSync(`${file}.new`, String(at), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    return
  }
}
