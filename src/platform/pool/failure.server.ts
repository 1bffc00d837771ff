import { errnoOf } from '../lock/errno.server.ts'
import { type HeldLock, holdLock, LockHeld } from '../lock/owner-lock.server.ts'

/**
 * Why a pool could not do what it was asked.
 *
 * - `exists`           a pool stands at this place already; it is never overwritten
 * - `missing`          no pool stands at this place
 * - `not-a-pool`       the file's first block is not a header that we know, or is damaged
 * - `in-use`           a living process owns the pool
 * - `no-space`         the disk is full; nothing of this was kept, and it may be tried again
 * - `io`               the disk failed; whether this was kept is known only after the pool is opened again
 * - `needs-reopening`  the pool was closed, or the disk failed earlier; nothing of this was kept
 */
export type PoolFailureCode =
  | 'exists'
  | 'missing'
  | 'not-a-pool'
  | 'in-use'
  | 'no-space'
  | 'io'
  | 'needs-reopening'

/** The one error that pools throw on purpose; anything else is a bug. Carries no ticket and no payload. */
export class PoolFailure extends Error {
  readonly code: PoolFailureCode

  constructor(code: PoolFailureCode, options: { detail: string; cause?: unknown }) {
    super(`Pool: ${code}. ${options.detail}`, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'PoolFailure'
    this.code = code
  }
}

/** True when the system said that disk or quota is used up. */
export const saysNoSpace = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(errnoOf(error) ?? '')

/** A system error as a pool failure; pool failures and bugs pass through as they are. */
export const asPoolFailure = (error: unknown): unknown => {
  const errno = errnoOf(error)
  if (error instanceof PoolFailure || errno === undefined || !/^E[A-Z0-9]+$/.test(errno)) return error
  if (saysNoSpace(error)) return new PoolFailure('no-space', { detail: 'The disk is full.', cause: error })
  return new PoolFailure('io', { detail: `The file could not be used (${errno}).`, cause: error })
}

/** Owns a pool's lock. @throws PoolFailure `in-use` */
export const ownPool = (path: string): HeldLock => {
  try {
    return holdLock(path)
  } catch (error) {
    if (error instanceof LockHeld) throw new PoolFailure('in-use', { detail: error.message })
    throw error
  }
}
