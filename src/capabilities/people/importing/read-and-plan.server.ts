import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { accept, type Result } from '#kernel/result.ts'
import type { RosterEncoding } from '../data/decode-roster.server.ts'
import { type RosterFile, type RosterFileRefusal, readRosterFile } from '../data/read-roster-file.server.ts'
import type { Decisions, ExistingMember, ExistingUnit, ImportPlan } from '../domain/roster/plan.ts'
import { planImport } from '../domain/roster/plan-import.ts'
import { planText } from '../domain/roster/plan-text.ts'

/** A list, and on what it is planned; without that it is only read. */
export type RosterOrder = {
  bytes: Uint8Array
  encoding?: RosterEncoding | undefined
  on?: {
    members: readonly ExistingMember[]
    units: readonly ExistingUnit[]
    organisationName: string
    today: string
    /** Whom no list puts off the staff list. */
    kept: readonly string[]
    /** The decisions that were looked at. */
    seen: Decisions
    /** Those that are carried out, where they are others. */
    said?: Decisions
  }
}

/** What stands in a list apart from its rows and, where it was planned, what it would do. */
export type RosterRead = {
  file: Omit<RosterFile, 'rows'>
  /** `fingerprint` is of the plan that was looked at, `plan` the one that is carried out. */
  planned?: { plan: ImportPlan; fingerprint: string }
}

/** Reads a staff list and plans it: much work for a long one, and nothing but work. */
export const readAndPlan = ({ bytes, encoding, on }: RosterOrder): Result<RosterRead, RosterFileRefusal> => {
  const read = readRosterFile({ bytes, ...(encoding ? { encoding } : {}) })
  if (!read.ok) return read
  const { rows, ...file } = read.value
  if (!on) return accept({ file })
  const planWith = (decisions: Decisions) =>
    withoutKept(planImport({ ...on, rows, existing: on, decisions }), on)
  const seen = planWith(on.seen)
  // Mostly the yes is said to just what was shown.
  const plan = !on.said || isDeepStrictEqual(on.said, on.seen) ? seen : planWith(on.said)
  return accept({ file, planned: { plan, fingerprint: fingerprintOf(seen) } })
}

const withoutKept = (plan: ImportPlan, { kept }: { kept: readonly string[] }): ImportPlan => {
  const stays = new Set(kept)
  const absent = plan.absent.filter((id) => !stays.has(id))
  return {
    ...plan,
    absent,
    close: plan.close.filter((id) => !stays.has(id)),
    choices: absent.length > 0 ? plan.choices : plan.choices.filter(({ id }) => id !== 'absent'),
  }
}

const fingerprintOf = (plan: ImportPlan): string =>
  createHash('sha256').update(planText(plan)).digest('base64url')
