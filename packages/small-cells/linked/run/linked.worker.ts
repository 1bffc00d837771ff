import { parentPort, workerData } from 'node:worker_threads'
import loadHighs from 'highs'
import { highsSolver } from '../derive/solver.ts'
import { type Job, work } from './work.ts'

/** The solver lives here and nowhere else: it is synchronous, and can be ended only with its thread. */
const { seconds } = workerData as { seconds: number }
const solver = highsSolver({ highs: await loadHighs(), seconds })
parentPort?.on('message', (job: Job) => parentPort?.postMessage(work({ job, solver })))
