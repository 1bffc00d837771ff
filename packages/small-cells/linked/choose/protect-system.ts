import { auditSystem } from '../derive/audit-system.ts'
import type { Solver } from '../derive/solver.ts'
import { figuresOf, type System } from '../input/system.ts'
import { coverOf } from './cover.ts'
import { firstChoice, type Pieces, piecesOf } from './first-choice.ts'
import { seeded } from './seeded.ts'

/** One attempt at a choice: what is shown, and how to change it. */
type Choice = { readonly shown: Uint8Array; readonly pieces: Pieces }

/** What has to be hidden because of an audit: for each finding, one of the pieces that it rests on. Null: nothing helps. */
const problemsIn = (given: {
  system: System
  reference: Int32Array
  choice: Choice
  solver: Solver
}): number[][] | null => {
  const { system, reference, choice, solver } = given
  const { shown, pieces } = choice
  const { bare, audited } = auditSystem({ system, reference, shown, solver, isQuick: true })
  const problems: number[][] = []
  const reasons = [
    ...bare.map(({ of, from }) => (of === 'shown' ? from.slice(0, 1) : from)),
    ...audited.filter(({ is }) => is !== 'wide').map(({ from }) => from),
  ]
  for (const from of reasons) {
    const found = [...new Set(from.filter((figure) => figure >= 0 && shown[figure]).map(pieces.of))]
    if (found.length === 0) return null
    problems.push(found)
  }
  return problems
}

/** Hides what an audit's findings rest on, until it has none. False when hiding cannot help. */
const repair = (given: {
  system: System
  reference: Int32Array
  choice: Choice
  solver: Solver
  tie: Float64Array
}): boolean => {
  const { choice, tie } = given
  const { shown, pieces } = choice
  for (;;) {
    const problems = problemsIn(given)
    if (problems === null) return false
    if (problems.length === 0) return true
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
      pieces.set(shown, best, 0)
      open = open.filter((found) => !found.includes(best))
    }
  }
}

/** How many pieces a careful search tries to do without: by the size of the table and never by the clock. */
const tries = (system: System) =>
  Math.min(600, Math.ceil(400_000 / (system.groups.length * figuresOf(system))))

/**
 * Hides the cheapest figures that make every hidden one uncertain, searches on for a choice that hides less, and lets
 * an audit have the last word: what it still finds is hidden until it finds nothing, or nothing helps.
 */
export const protectSystem = (given: {
  system: System
  reference: Int32Array
  solver: Solver
}): Uint8Array => {
  const { system, reference, solver } = given
  const pieces = piecesOf(system)
  const random = seeded(system.rule.seed)
  const first = firstChoice(system)
  const tie = Float64Array.from(first, () => random())
  const cover = coverOf({ system, reference, solver, pieces, first, random })
  try {
    cover.complete()
    if (system.rule.effort === 'careful') {
      let idle = 0
      for (let left = tries(system); left > 0; left--) {
        const extra = cover.extra()
        const piece = extra[Math.floor(random() * extra.length)]
        if (piece === undefined || idle > 3 * extra.length + 5) break
        idle = cover.tryWithout(piece) ? 0 : idle + 1
      }
    }
    const choice = { shown: cover.shown.slice(), pieces }
    // Where the findings rest on nothing that could be hidden, less is shown still: nothing.
    if (!repair({ system, reference, choice, solver, tie })) choice.shown.fill(0)
    return choice.shown
  } finally {
    cover.dispose()
  }
}
