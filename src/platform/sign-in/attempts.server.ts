import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../clock.ts'

const hour = 3_600_000

/**
 * Counts attempts so that codes cannot be guessed, without keeping who tried: keys are hashed with a salt that lives
 * in memory, and both salt and counts are forgotten within the hour.
 */
export const createAttempts = (options: { clock: Clock }) => {
  let salt = randomBytes(32)
  let saltSince = options.clock.now().getTime()
  let counts = new Map<string, { count: number; since: number }>()

  return {
    consume: async (key: string, rule: { window: number; max: number }) => {
      const now = options.clock.now().getTime()
      if (now - saltSince >= hour || now < saltSince) {
        salt = randomBytes(32)
        saltSince = now
        counts = new Map()
      }
      const hidden = createHmac('sha256', salt).update(key).digest('base64url')
      const entry = counts.get(hidden)
      if (!entry || now - entry.since >= rule.window * 1000) {
        counts.set(hidden, { count: 1, since: now })
        return { allowed: true, retryAfter: null }
      }
      if (entry.count >= rule.max) {
        return { allowed: false, retryAfter: Math.ceil((entry.since + rule.window * 1000 - now) / 1000) }
      }
      entry.count++
      return { allowed: true, retryAfter: null }
    },
  }
}

export type Attempts = ReturnType<typeof createAttempts>
