import type { TrusteeId } from '#kernel/ids.ts'
import type { Trustee as Announced } from '../manifest/manifest.ts'

/** Which of the two it is: a data protection officer, or a representative of the staff. */
export type Office = Announced['office']
export const offices: readonly Office[] = ['data-protection', 'staff']

/** Somebody who was named to hold a part of the keys. She is a trustee once her browser has made her code. */
export type NamedTrustee = {
  readonly id: TrusteeId
  readonly office: Office
  readonly name: string
  /** Where the notice goes that a check-in waits; null where nobody said, and once she has ended. */
  readonly email: string | null
  readonly namedAt: Date
  /** Raw P-256 point, base64url; null until she has made her code. */
  readonly identity: string | null
  readonly codeMadeAt: Date | null
  readonly linkUntil: Date | null
  readonly endedAt: Date | null
}

/** For so many days the link to make a code works. */
export const daysOfLink = 14

const day = 86_400_000

/** For so many days after the last answers the trustees' parts are waited for. Frozen in each manifest. */
export const daysOfWaiting = 14

export const waitsUntil = (collectsUntil: Date): Date =>
  new Date(collectsUntil.getTime() + daysOfWaiting * day)

/** When a trustee who has not acted is written a second and last time. */
export const remindsAt = (collectsUntil: Date): Date => new Date(collectsUntil.getTime() + 7 * day)
