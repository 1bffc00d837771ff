import { randomBytes } from 'node:crypto'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { findOperator } from '../../data/accounts.server.ts'
import { findSetUpLink, replaceSetUpLink, useSetUpLink } from '../../data/set-up-links.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { type Entered, enterAccount } from '../signing-in/enter-account.server.ts'
import { hashOfSetUpSecret } from './make-set-up-link.server.ts'

const quarterHour = 15 * 60 * 1000

/**
 * A link by which the operator signs in once, for whoever may start the machine: without a mail server and without a
 * passkey there would be no other way back. Undefined while nobody is operator. Valid for a quarter of an hour.
 */
export const makeReturnLink = async (
  effects: Pick<Effects, 'database' | 'clock' | 'settings'>,
): Promise<string | undefined> => {
  const secret = randomBytes(32).toString('base64url')
  const isMade = await effects.database.inSite(async (tx) => {
    if (!(await findOperator(tx))) return false
    const expiresAt = new Date(effects.clock.now().getTime() + quarterHour)
    await replaceSetUpLink(tx, { hash: hashOfSetUpSecret(secret), expiresAt })
    return true
  })
  return isMade ? `${effects.settings.publicUrl}/app/return/${secret}` : undefined
}

/** Whether a link to come back works; it is not used up by looking. */
export const readReturnLink = (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { secret: string },
): Promise<boolean> =>
  effects.database.inSite(async (tx) => {
    if (!(await findOperator(tx))) return false
    const link = { hash: hashOfSetUpSecret(given.secret), now: effects.clock.now() }
    return (await findSetUpLink(tx, link)) !== undefined
  })

/** Uses the link up and signs the operator in. */
export const comeBackAsOperator = async (
  effects: Pick<Effects, 'database' | 'clock' | 'signIn'>,
  given: { secret: string },
): Promise<Result<Entered, PeopleRefusal>> => {
  const operator = await effects.database.inSite(async (tx) => {
    const found = await findOperator(tx)
    const link = { hash: hashOfSetUpSecret(given.secret), now: effects.clock.now() }
    return found && (await useSetUpLink(tx, link)) ? found : undefined
  })
  if (!operator) return refuse({ code: 'people/set-up-link-not-valid' })
  return accept(await enterAccount(effects, operator))
}
