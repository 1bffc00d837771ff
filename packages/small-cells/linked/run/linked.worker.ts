import { parentPort, workerData } from 'node:worker_threads'
import { highsSolver, type Solver } from '../derive/solver.ts'
import { type Job, work } from './work.ts'

/** The solver lives here and nowhere else: it is synchronous, and can be ended only with its thread. */
const { seconds } = workerData as { seconds: number }

/** Said by the place of the solver until it is there: it takes longer to start than most trees, which never need it. */
const notYet = new Error('the solver is not there yet')
const missing: Solver = {
  open: () => {
    throw notYet
  },
  openGeneral: () => {
    throw notYet
  },
}
let solver: Solver | undefined
const load = async (): Promise<Solver> => {
  const { default: loadHighs } = await import('highs')
  return highsSolver({ highs: await loadHighs(), seconds })
}

const answer = async (job: Job) => {
  if (!solver)
    try {
      return work({ job, solver: missing })
    } catch (error) {
      if (error !== notYet) throw error
      solver = await load()
    }
  return work({ job, solver })
}

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await answer(job)))
