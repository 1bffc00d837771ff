import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { accept, type Result, refuse } from '#kernel/result.ts'

export type Lock = { release(): void }
export type LockTaken = { code: 'lock/taken'; pid: number }

type Owner = { pid: number; startedAt: string; boot: string }

/**
 * Takes a file as a lock for this process, for as long as it lives. A lock whose owner died, became a zombie, or
 * lived before the last restart of the machine is taken over; so is one whose number a stranger's process now has.
 */
export const takeLock = (file: string): Result<Lock, LockTaken> => {
  const me: Owner = { pid: process.pid, startedAt: startOf(process.pid) ?? '', boot: bootId() }
  for (;;) {
    try {
      const handle = openSync(file, 'wx', 0o600)
      writeSync(handle, JSON.stringify(me))
      closeSync(handle)
      return accept({ release: () => rmSync(file, { force: true }) })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const owner = readOwner(file)
    if (owner && isAlive(owner)) return refuse({ code: 'lock/taken', pid: owner.pid })
    rmSync(file, { force: true })
  }
}

const readOwner = (file: string): Owner | undefined => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner
  } catch {
    return undefined
  }
}

const isAlive = (owner: Owner): boolean => {
  if (owner.boot !== bootId()) return false
  if (!isRunning(owner.pid)) return false
  const startedAt = startOf(owner.pid)
  return startedAt === undefined || startedAt === owner.startedAt
}

/** Whether a process lives; a zombie, which some first processes reap slowly, does not. */
export const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  if (!existsSync('/proc/self/status')) return true
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The moment a process began, in ticks since the machine started; undefined where the system does not tell. */
const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

const bootId = (): string => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
