import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

type Entry = { count: number; since: number; length: number }
const minute = 60_000

/**
 * Counts attempts so that codes cannot be guessed, without keeping who tried: keys are hashed with a salt that lives
 * in memory only, and a count is forgotten at the first attempt a minute after its window ended. A clock that goes
 * back forgets nothing: windows that began “later” begin anew, with their counts.
 */
export const createAttempts = (options: { clock: Clock }) => {
  const salt = randomBytes(32)
  const counts = new Map<string, Entry>()
  let swept = options.clock.now().getTime()

  const sweep = (now: number) => {
    if (now >= swept && now - swept < minute) return
    swept = now
    for (const [key, entry] of counts) {
      entry.since = Math.min(entry.since, now)
      if (now - entry.since >= entry.length) counts.delete(key)
    }
  }

  const hide = (key: string) => createHmac('sha256', salt).update(key).digest('base64url')

  return {
    /** In how many minutes there may be another attempt; undefined where there may be one now. Counts nothing. */
    waitFor: (key: string, rule: { window: number; max: number }): number | undefined => {
      const now = options.clock.now().getTime()
      sweep(now)
      const entry = counts.get(hide(key))
      const left = entry && entry.count >= rule.max ? entry.since + entry.length - now : 0
      return left > 0 ? Math.ceil(left / minute) : undefined
    },
    consume: async (key: string, rule: { window: number; max: number }) => {
      const now = options.clock.now().getTime()
      const length = rule.window * 1000
      sweep(now)
      const hidden = hide(key)
      const entry = counts.get(hidden)
      if (!entry || now - entry.since >= length) {
        counts.set(hidden, { count: 1, since: now, length })
        return { allowed: true, retryAfter: null }
      }
      if (entry.count >= rule.max) {
        return { allowed: false, retryAfter: Math.ceil((entry.since + length - now) / 1000) }
      }
      entry.count++
      return { allowed: true, retryAfter: null }
    },
  }
}

export type Attempts = ReturnType<typeof createAttempts>
