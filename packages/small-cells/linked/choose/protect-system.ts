import { auditSystem } from '../derive/audit-system.ts'
import type { Solver } from '../derive/solver.ts'
import { figuresOf, type System } from '../input/system.ts'
import { type Cover, coverOf } from './cover.ts'
import { firstChoice, type Pieces, piecesOf } from './first-choice.ts'
import { networkCover } from './network-cover.ts'
import { seeded } from './seeded.ts'

type Audit = ReturnType<typeof auditSystem>

/** What has to be hidden because of an audit: for each finding, one of the pieces that it rests on. Null: nothing helps. */
const problemsIn = (given: { audit: Audit; shown: Uint8Array; pieces: Pieces }): number[][] | null => {
  const { audit, shown, pieces } = given
  const problems: number[][] = []
  const reasons = [
    ...audit.bare.map(({ of, from }) => (of === 'shown' ? from.slice(0, 1) : from)),
    ...audit.audited.filter(({ is }) => is !== 'wide').map(({ from }) => from),
  ]
  for (const from of reasons) {
    const found = [...new Set(from.filter((figure) => figure >= 0 && shown[figure]).map(pieces.of))]
    if (found.length === 0) return null
    problems.push(found)
  }
  return problems
}

/** Hides what an audit's findings rest on, and what that makes necessary. */
const hideBehind = (given: {
  problems: readonly number[][]
  cover: Cover
  pieces: Pieces
  tie: Float64Array
}) => {
  const { problems, cover, pieces, tie } = given
  let open = problems
  while (open.length > 0) {
    const often = new Map<number, number>()
    for (const found of open)
      for (const piece of found) often.set(piece, (often.get(piece) ?? 0) + 1 / found.length)
    let best = -1
    let bestScore = Number.NEGATIVE_INFINITY
    for (const [piece, times] of often) {
      const score =
        times / (pieces.costOf(piece) + 1e-3) - pieces.peopleIn(piece) * 1e-6 + (tie[piece] ?? 0) * 1e-9
      if (score > bestScore) {
        best = piece
        bestScore = score
      }
    }
    cover.hide(best)
    open = open.filter((found) => !found.includes(best))
  }
  if (problems.length > 0) cover.complete()
}

/** How many pieces a careful search tries to do without: by the size of the table and never by the clock. */
const tries = (system: System) =>
  Math.min(3000, Math.ceil(3_000_000 / (system.groups.length * figuresOf(system))))

/** Tries to do without one piece after another, until that has long led nowhere. */
const searchOn = (given: { system: System; cover: Cover; random: () => number }) => {
  const { system, cover, random } = given
  let idle = 0
  for (let left = tries(system); left > 0; left--) {
    const extra = cover.extra()
    const piece = extra[Math.floor(random() * extra.length)]
    if (piece === undefined || idle > 8 * extra.length + 50) return
    idle = cover.tryWithout(piece) ? 0 : idle + 1
  }
}

const isSafe = ({ bare, audited }: Audit) => bare.length === 0 && audited.every(({ is }) => is === 'wide')

/**
 * Hides the cheapest figures that make every hidden one uncertain, searches on for a choice that hides less, and lets
 * an audit have the last word: what it still finds is hidden until it finds nothing, or nothing helps. Comes with the
 * audit of what is chosen.
 */
export const protectSystem = (given: {
  system: System
  reference: Int32Array
  solver: Solver
}): Audit & { shown: Uint8Array } => {
  const { system, reference, solver } = given
  const pieces = piecesOf(system)
  const random = seeded(system.rule.seed)
  const { shown: first, isBest } = firstChoice(system)
  const tie = Float64Array.from(first, () => random())
  const auditOf = (shown: Uint8Array, isQuick: boolean) =>
    auditSystem({ system, reference, shown, solver, isQuick })
  // Of a tree the exact rule has chosen already; more is needed only where something else is known besides.
  if (isBest && isSafe(auditOf(first, true))) return { shown: first, ...auditOf(first, false) }
  const cover =
    networkCover({ system, reference, pieces, first, random }) ??
    coverOf({ system, reference, solver, pieces, first, random })
  try {
    cover.complete()
    if (system.rule.effort === 'careful') searchOn({ system, cover, random })
    for (let isQuick = true; ; ) {
      const shown = cover.shown.slice()
      const audit = auditOf(shown, isQuick)
      if (isSafe(audit) && !isQuick) return { shown, ...audit }
      isQuick = !isSafe(audit)
      const problems = problemsIn({ audit, shown, pieces })
      // Where the findings rest on nothing that could be hidden, less is shown still: nothing.
      if (problems === null) return { shown: shown.fill(0), ...auditOf(shown, false) }
      hideBehind({ problems, cover, pieces, tie })
    }
  } finally {
    cover.dispose()
  }
}
