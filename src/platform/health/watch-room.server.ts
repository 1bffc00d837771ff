import type { Log } from '../log/log.server.ts'
import { scarceRoom } from './attention.ts'
import { roomOf } from './sizes.server.ts'

/** Below this the database may not find room for the next piece of its journal. */
const hardlyAny = 64 * 1024 ** 2

type Standing = 'enough' | 'scarce' | 'hardly-any' | 'unknown'

const standingOf = (free: number | undefined): Standing =>
  free === undefined ? 'unknown' : free < hardlyAny ? 'hardly-any' : free < scarceRoom ? 'scarce' : 'enough'

/**
 * Looks after the room on the disk of the data folder and says in the log when it changes for the worse, with what to do,
 * and when it is well again; once each, so that a log on the same disk does not fill it.
 * @returns what ends it.
 */
export const watchRoom = (on: {
  dataDir: string
  log: Log
  every?: number
  look?: (folder: string) => { free: number } | undefined
}): (() => void) => {
  const { dataDir, log, every = 30_000, look = roomOf } = on
  let before: Standing = 'enough'
  const check = () => {
    const free = look(dataDir)?.free
    const now = standingOf(free)
    if (now === before) return
    if (now === 'hardly-any')
      log.error({ free }, 'the disk of DATA_DIR is full: make room, and everything goes on by itself')
    else if (now === 'unknown')
      log.error({}, 'DATA_DIR cannot be reached: look whether its disk is there, then start Kith again')
    else if (now === 'scarce' && before === 'enough')
      log.warn({ free }, 'the disk of DATA_DIR has little room left: make room')
    else if (now === 'enough' || before !== 'scarce')
      log.info({ free }, 'the disk of DATA_DIR has room again')
    before = now
  }
  check()
  const round = setInterval(check, every).unref()
  return () => clearInterval(round)
}
