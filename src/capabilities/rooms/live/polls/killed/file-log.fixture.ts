import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import type { Entry, RoomLog } from '../../room-log.ts'

/** A log in a file: what was written together stands in one line, and a torn last line was never written. */
export const aFileLog = (file: string): RoomLog & { entries(): Entry[] } => {
  const entries = (): Entry[] => {
    if (!existsSync(file)) return []
    const text = readFileSync(file, 'utf8')
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .flatMap((line) => (line === '' ? [] : (JSON.parse(line) as Entry[])))
  }
  if (existsSync(file)) truncateSync(file, readFileSync(file).lastIndexOf(10) + 1)
  return {
    entries,
    read: async () => entries(),
    append: async (written) => {
      const handle = openSync(file, 'a')
      writeSync(handle, `${JSON.stringify(written)}\n`)
      fsyncSync(handle)
      closeSync(handle)
    },
  }
}
