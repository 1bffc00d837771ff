/** Pools: preallocated files of equal slots for anonymous sealed payloads. The README says what they promise. */

export { keptSizeOf, loadKeptReader } from './envelopes.server.ts'
export type { PoolFailureCode } from './failure.server.ts'
export { PoolFailure } from './failure.server.ts'
export { createPool } from './file/create-pool.server.ts'
export { destroyPool } from './file/destroy-pool.server.ts'
export { openPool } from './open-pool.server.ts'
export type { AddOutcome, Pool } from './pool.server.ts'
