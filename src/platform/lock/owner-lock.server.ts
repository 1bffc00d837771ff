import { randomBytes } from 'node:crypto'
import { readlinkSync, renameSync, symlinkSync, unlinkSync } from 'node:fs'
import { errnoOf } from './errno.server.ts'
import type { ProcessIdentity } from './running-process.server.ts'
import { findProcess, isStillRunning } from './running-process.server.ts'

type Claim = ProcessIdentity & { nonce: string }

/** The one error that locks throw on purpose. `pid`: the living owner, where the lock tells. */
export class LockHeld extends Error {
  readonly pid: number | undefined

  constructor(message: string, pid: number | undefined) {
    super(message)
    this.name = 'LockHeld'
    this.pid = pid
  }
}

/** A lock that is held until released; when its process ends in any way, the next claimant recovers it. */
export type HeldLock = { release: () => void }

/**
 * Takes the lock at `path` or throws LockHeld.
 *
 * The lock is a symbolic link whose text names its owner: it is made exclusively and whole in one system call,
 * so a lock without an owner never exists. A dead owner's lock is not deleted but succeeded: the successor of
 * claim N must make the link `<path>.after-N`, which only one process can, and then moves it over `path`.
 * Whoever won such a link must still find `path` unchanged; otherwise it looked at the past and starts again.
 *
 * Limit: a process in another container (another process namespace) cannot be seen and counts as dead.
 */
export const holdLock = (path: string): HeldLock => {
  const mine = encode(claimOfThisProcess())
  for (;;) {
    const root = readClaim(path)
    const won = root === undefined ? makeLink({ path, text: mine }) : succeed({ path, root, mine })
    if (won) return { release: () => readClaim(path) === mine && removeLink(path) }
  }
}

const succeed = ({ path, root, mine }: { path: string; root: string; mine: string }): boolean => {
  const deadSuccessors: string[] = []
  for (let claim = root; ; ) {
    refuseIfAlive(claim)
    const next = `${path}.after-${decode(claim).nonce}`
    if (makeLink({ path: next, text: mine })) {
      if (readClaim(path) !== root) {
        removeLink(next)
        return false
      }
      renameSync(next, path)
      for (const dead of deadSuccessors) removeLink(dead)
      return true
    }
    const successor = readClaim(next)
    if (successor === undefined) return false
    deadSuccessors.push(next)
    claim = successor
  }
}

const refuseIfAlive = (text: string): void => {
  const claim = decode(text)
  if (isStillRunning(claim)) throw new LockHeld(`Process ${claim.pid} owns it.`, claim.pid)
}

const claimOfThisProcess = (): Claim => {
  const identity = findProcess(process.pid)
  if (!identity) throw new Error('This process cannot find itself in the process table')
  return { ...identity, nonce: randomBytes(8).toString('hex') }
}

const encode = (claim: Claim): string => [claim.nonce, claim.pid, claim.started, claim.boot].join(' ')

const decode = (text: string): Claim => {
  const [nonce, pid, started, boot] = text.split(' ')
  if (nonce && /^[0-9a-f]+$/.test(nonce) && pid && started && boot)
    return { nonce, pid: Number(pid), started, boot }
  throw new LockHeld(`${text.slice(0, 40)} is no lock of ours; look at it and remove it.`, undefined)
}

const readClaim = (path: string): string | undefined => {
  try {
    return readlinkSync(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    if (errnoOf(error) === 'EINVAL') return ''
    throw error
  }
}

const makeLink = ({ path, text }: { path: string; text: string }): boolean => {
  try {
    symlinkSync(text, path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

const removeLink = (path: string): void => {
  try {
    unlinkSync(path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}
