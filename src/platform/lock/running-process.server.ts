import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { errnoOf } from './errno.server.ts'

/** One run of one program: a process number alone is given out again, also after a restart of the machine. */
export type ProcessIdentity = { pid: number; started: string; boot: string }

const ENDED = /^[ZXx]/

/** The living process with this number, or undefined when there is none or only a zombie is left of it. */
export const findProcess = (pid: number): ProcessIdentity | undefined =>
  existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid)

/** True while exactly this run of this program goes on. */
export const isStillRunning = (identity: ProcessIdentity): boolean => {
  const found = findProcess(identity.pid)
  return found !== undefined && found.started === identity.started && found.boot === identity.boot
}

/** proc(5): after the name in brackets, the first field is the state, the twentieth the start in clock ticks. */
const fromProc = (pid: number): ProcessIdentity | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, started] = [fields[0], fields[19]]
    if (state === undefined || started === undefined || ENDED.test(state)) return undefined
    return { pid, started, boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim() }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ESRCH') return undefined
    throw error
  }
}

/** macOS has no /proc; `lstart` is a date, so it tells restarts of the machine apart by itself. */
const fromPs = (pid: number): ProcessIdentity | undefined => {
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC0' }
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
      encoding: 'latin1',
      env: environment,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    if (line === '' || ENDED.test(line)) return undefined
    return { pid, started: line.replace(/^\S+\s+/, '').replaceAll(/\W+/g, '-'), boot: 'ps' }
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined
    throw error
  }
}
