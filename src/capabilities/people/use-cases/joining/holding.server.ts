import type { Secrets } from '#platform/secrets.server.ts'
import { codeFrom } from '../../domain/join-code.ts'

type Derives = Pick<Secrets, 'derive'>

/** The secret in an invitation's link: 32 bytes, derived again whenever the letter is written. */
export const linkSecretOf = (secrets: Derives, invitation: string): string =>
  secrets.derive('invitation', invitation).toString('base64url')

/** The twelve letters on a printed slip. */
export const codeOf = (secrets: Derives, invitation: string): string =>
  codeFrom(secrets.derive('printed code', invitation))

/**
 * What is stored of either. Keyed by a secret outside the database, because 60 bits alone could be searched by whoever
 * reads a copy of it.
 */
export const hashOfHeld = (secrets: Derives, held: string): Buffer => secrets.derive('invitation hash', held)

/** A link's secret is 43 letters of base64url, a code twelve: neither can be taken for the other. */
export const looksHeld = (held: string): boolean => /^[\w-]{43}$/.test(held) || /^[0-9A-Z]{12}$/.test(held)
