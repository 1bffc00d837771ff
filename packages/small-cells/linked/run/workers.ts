import { Worker } from 'node:worker_threads'
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

/**
 * Does jobs in threads. A thread that ends early, throws or is too slow gives `failed` or `out-of-time` for what it had
 * and for what was waiting: never an answer that nobody computed.
 */
export const runJobs = async (given: {
  jobs: readonly Job[]
  limits: Limits
  program?: URL
}): Promise<Outcome[]> => {
  const { jobs, limits } = given
  const { workers = 2, solveSeconds = 60, totalSeconds = 600 } = limits
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
      worker.on('message', (done: Done) => {
        if (current !== undefined) outcomes[current] = done
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
