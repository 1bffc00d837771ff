import type { Entry, RoomLog } from './room-log.ts'

/** A log in memory that can be told to fail: before it keeps what it is given, or after; what no database keeps fails it, too. */
export const aMemoryLog = () => {
  let kept: Entry[] = []
  const forgotten: number[] = []
  let failure: 'before' | 'after' | undefined
  const writes: number[] = []
  const log: RoomLog = {
    read: async () => structuredClone(kept),
    append: async (entries, forget) => {
      await new Promise((resolve) => setImmediate(resolve))
      // As a database would: no text of it holds a NUL.
      if (JSON.stringify(entries).includes('\\u0000')) throw new Error('unsupported Unicode escape sequence')
      if (failure === 'before') throw new Error('the database is away')
      kept = [...kept, ...structuredClone(entries)]
      forgotten.push(...forget)
      writes.push(entries.length)
      if (failure === 'after') throw new Error('the connection was lost')
    },
  }
  return {
    log,
    entries: () => kept,
    forgotten,
    writes,
    fail: (when: 'before' | 'after' | undefined) => {
      failure = when
    },
  }
}
