import { expect, test, vi } from 'vitest'
import { silentLog } from '../log/log.server.ts'
import { watchRoom } from './watch-room.server.ts'

test('each time the room on a disk changes for the worse the log says once what to do, and once that it is well', () => {
  vi.useFakeTimers()
  try {
    const said: string[] = []
    const saying = (level: string) => (_: object, words?: string) => void said.push(`${level}: ${words}`)
    const log = { ...silentLog, info: saying('info'), warn: saying('warn'), error: saying('error') }
    let free: number | undefined = 20e9
    const stop = watchRoom({
      dataDir: '/data',
      log,
      every: 1000,
      look: () => (free === undefined ? undefined : { free }),
    })
    const later = (now: number | undefined) => {
      free = now
      vi.advanceTimersByTime(3000)
      return said.splice(0)
    }
    expect(later(20e9)).toEqual([])
    expect(later(5e8)).toEqual(['warn: the disk of DATA_DIR has little room left: make room'])
    expect(later(1000)).toEqual([
      'error: the disk of DATA_DIR is full: make room, and everything goes on by itself',
    ])
    expect(later(2000)).toEqual([])
    expect(later(5e8)).toEqual(['info: the disk of DATA_DIR has room again'])
    expect(later(undefined)).toEqual([
      'error: DATA_DIR cannot be reached: look whether its disk is there, then start Kith again',
    ])
    expect(later(20e9)).toEqual(['info: the disk of DATA_DIR has room again'])
    stop()
    expect(later(1000)).toEqual([])
  } finally {
    vi.useRealTimers()
  }
})
