import { Worker } from 'node:worker_threads'
import { InputError } from '../input/publication.ts'
import type { Done, Job } from './work.ts'

const program = new URL('./linked.worker.ts', import.meta.url)

export type Limits = {
  /** Threads; 2 by default. Each holds about 100 MB. */
  readonly workers?: number
  /** Seconds for one question to the solver; 60 by default. */
  readonly solveSeconds?: number
  /** Seconds for all of it; 600 by default. What is not done by then is refused, and nothing else depends on time. */
  readonly totalSeconds?: number
}

export type Outcome = Done | { readonly kind: 'out-of-time' }

/** The limits with their defaults. Throws InputError on what is no number of threads or of seconds. */
export const readLimits = (given: Limits): Required<Limits> => {
  const { workers = 2, solveSeconds = 60, totalSeconds = 600 } = given
  if (!Number.isSafeInteger(workers) || workers < 1 || workers > 64)
    throw new InputError('limits.workers: not a whole number of threads from 1 to 64.')
  for (const [name, seconds] of Object.entries({ solveSeconds, totalSeconds }))
    if (!(seconds >= 0 && seconds <= 1_000_000))
      throw new InputError(`limits.${name}: not a number of seconds from 0 to 1,000,000.`)
  return { workers, solveSeconds, totalSeconds }
}

/** Whether a thread said something that answers this job: what it says is taken for nothing else. */
const isAnswerTo = (job: Job, said: unknown): said is Done => {
  if (typeof said !== 'object' || said === null || !('kind' in said)) return false
  if (said.kind === 'contradiction' || said.kind === 'failed') return true
  if (!('bare' in said && Array.isArray(said.bare) && 'audited' in said && Array.isArray(said.audited)))
    return false
  const { bare, audited } = said
  const areFindings =
    audited.every((one: unknown) => isFinding(one)) && bare.every((one: unknown) => isBare(one))
  if (job.kind === 'audit') return said.kind === 'audited' && areFindings
  const size = job.system.groups.length * (job.system.categories + 1)
  const isChoice = 'shown' in said && said.shown instanceof Uint8Array && said.shown.length === size
  return said.kind === 'protected' && areFindings && isChoice
}

const isFinding = (one: unknown): boolean =>
  typeof one === 'object' &&
  one !== null &&
  'is' in one &&
  (one.is === 'wide' || one.is === 'narrow' || one.is === 'not-proved') &&
  'low' in one &&
  typeof one.low === 'number' &&
  'category' in one &&
  Number.isSafeInteger(one.category) &&
  'group' in one &&
  'from' in one &&
  Array.isArray(one.from)

const isBare = (one: unknown): boolean =>
  typeof one === 'object' &&
  one !== null &&
  'why' in one &&
  'group' in one &&
  'from' in one &&
  Array.isArray(one.from)

/**
 * Does jobs in threads. A thread that ends early, throws or is too slow gives `failed` or `out-of-time` for what it had
 * and for what was waiting, and so does one that says something that is no answer: never one that nobody computed.
 */
export const runJobs = async (given: {
  jobs: readonly Job[]
  limits: Limits
  program?: URL
}): Promise<Outcome[]> => {
  const { jobs, limits } = given
  const { workers, solveSeconds, totalSeconds } = readLimits(limits)
  const outcomes: (Outcome | undefined)[] = jobs.map(() => undefined)
  const waiting = jobs.map((job, at) => ({ job, at })).reverse()
  let isLate = false
  const threads: Worker[] = []
  const serve = () =>
    new Promise<void>((resolve) => {
      const worker = new Worker(given.program ?? program, { workerData: { seconds: solveSeconds } })
      threads.push(worker)
      let current: number | undefined
      const next = () => {
        const task = waiting.pop()
        if (!task) return resolve()
        current = task.at
        worker.postMessage(task.job)
      }
      worker.on('message', (said: unknown) => {
        const job = current === undefined ? undefined : jobs[current]
        // Nobody asked: whatever else this thread says is worth nothing either.
        if (current === undefined || !job) return
        const at = current
        current = undefined
        outcomes[at] = isAnswerTo(job, said) ? said : { kind: 'failed' }
        next()
      })
      worker.on('error', () => {
        if (current !== undefined) outcomes[current] ??= { kind: 'failed' }
        resolve()
      })
      worker.on('exit', () => resolve())
      next()
    })
  const running = Promise.all(Array.from({ length: Math.max(1, Math.min(workers, jobs.length)) }, serve))
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isLate = true
      resolve()
    }, totalSeconds * 1000)
  })
  try {
    await Promise.race([running, late])
  } finally {
    clearTimeout(timer)
    await Promise.all(threads.map((worker) => worker.terminate()))
  }
  return outcomes.map((outcome) => outcome ?? { kind: isLate ? 'out-of-time' : 'failed' })
}
