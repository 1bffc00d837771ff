import { protectSystem } from '../choose/protect-system.ts'
import { type Audited, auditSystem, type Bare } from '../derive/audit-system.ts'
import { fitTable } from '../derive/fit-table.ts'
import type { Solver } from '../derive/solver.ts'
import type { System } from '../input/system.ts'

/** One question to a worker: everything about one item, or a share of its hidden figures. */
export type Job =
  | {
      readonly kind: 'audit'
      readonly system: System
      readonly shown: Uint8Array
      readonly share: { at: number; of: number }
    }
  | { readonly kind: 'protect'; readonly system: System }

export type Done =
  | { readonly kind: 'audited'; readonly bare: readonly Bare[]; readonly audited: readonly Audited[] }
  | {
      readonly kind: 'protected'
      readonly shown: Uint8Array
      readonly bare: readonly Bare[]
      readonly audited: readonly Audited[]
    }
  | { readonly kind: 'contradiction' | 'failed' }

export const work = ({ job, solver }: { job: Job; solver: Solver }): Done => {
  const reference = fitTable({ system: job.system, solver })
  if (typeof reference === 'string') return { kind: reference }
  const { system } = job
  if (job.kind === 'protect') {
    return { kind: 'protected', ...protectSystem({ system, reference, solver }) }
  }
  return {
    kind: 'audited',
    ...auditSystem({ system, reference, shown: job.shown, solver, share: job.share }),
  }
}
