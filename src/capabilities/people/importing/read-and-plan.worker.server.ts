import { parentPort, workerData } from 'node:worker_threads'
import { type RosterOrder, readAndPlan } from './read-and-plan.server.ts'

/** One list, then it is over and its memory free. */
parentPort?.postMessage(readAndPlan(workerData as RosterOrder))
