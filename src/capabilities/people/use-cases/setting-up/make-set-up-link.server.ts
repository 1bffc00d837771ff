import { createHash, randomBytes } from 'node:crypto'
import { hasOperator } from '../../data/accounts.server.ts'
import { findSetUpLink, replaceSetUpLink } from '../../data/set-up-links.server.ts'
import type { Effects } from '../../effects.ts'

const day = 24 * 60 * 60 * 1000

export const hashOfSetUpSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/**
 * A fresh link by which the first operator sets the site up, valid for a day; undefined once there is an operator.
 * Only its hash is kept, and earlier links end.
 */
export const makeSetUpLink = async (
  effects: Pick<Effects, 'database' | 'clock' | 'settings'>,
): Promise<string | undefined> => {
  const secret = randomBytes(32).toString('base64url')
  const isMade = await effects.database.inSite(async (tx) => {
    if (await hasOperator(tx)) return false
    const expiresAt = new Date(effects.clock.now().getTime() + day)
    await replaceSetUpLink(tx, { hash: hashOfSetUpSecret(secret), expiresAt })
    return true
  })
  return isMade ? `${effects.settings.publicUrl}/app/set-up/${secret}` : undefined
}

/** Until when a set-up link works; undefined when it does not. */
export const readSetUpLink = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { secret: string },
): Promise<Date | undefined> =>
  effects.database.inSite(async (tx) => {
    if (await hasOperator(tx)) return undefined
    const hash = hashOfSetUpSecret(given.secret)
    return (await findSetUpLink(tx, { hash, now: effects.clock.now() }))?.expires_at
  })
