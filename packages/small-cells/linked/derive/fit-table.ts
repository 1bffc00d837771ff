import type { System } from '../input/system.ts'
import type { Piece } from './pieces.ts'
import type { Solver } from './solver.ts'

/**
 * One table of the finest parts that agrees with all counts and rosters, with as few strays as will do, or null when
 * there is none. That there is none is said only where the solver found so; whatever else happens to it is its own failure.
 * Checked with whole numbers; of several any is as good, because readers cannot tell them apart.
 */
export const fitTable = (given: {
  system: System
  solver: Solver
}): Int32Array | 'contradiction' | 'failed' => {
  const { system, solver } = given
  if (system.reference) return agrees(system, system.reference) ? system.reference : 'contradiction'
  const { categories, parts, roster, counted, strays } = system
  const size = parts * categories
  // Nobody anywhere is a table too, and no question to a solver.
  if (size === 0) return agrees(system, new Int32Array()) ? new Int32Array() : 'contradiction'
  const all = counted.reduce((sum, { value }) => sum + value, 0)
  const most = Float64Array.from({ length: size }, (_, unknown) =>
    Math.min(all, roster[Math.floor(unknown / categories)] ?? all),
  )
  const rosters = Array.from(roster).flatMap((high, part) =>
    high < all
      ? [
          {
            columns: Int32Array.from({ length: categories }, (_, c) => part * categories + c),
            low: 0,
            high,
            equation: -1,
          },
        ]
      : [],
  )
  const rows = counted
    .filter(({ unknowns }) => unknowns.length > 0)
    .map(({ unknowns, value }) => ({ columns: unknowns.toSorted(), low: value, high: value, equation: -1 }))
  const facts = system.facts.map(({ unknowns, low, high }) => ({
    columns: unknowns.toSorted(),
    low,
    high,
    equation: -1,
  }))
  const piece: Piece = {
    unknowns: Int32Array.from({ length: size }, (_, unknown) => unknown),
    most,
    boundBy: new Int32Array(size).fill(-1),
    rows: [...rows, ...rosters, ...facts],
  }
  const programme = solver.open(piece)
  try {
    for (const whole of [false, true]) {
      const answer = programme.ask({ columns: strays.unknowns, sense: 'least', whole })
      // Only a solver that found that there is none says something of the input.
      if (answer === 'infeasible') return 'contradiction'
      if (typeof answer === 'string') return 'failed'
      const found = Int32Array.from(answer.values, Math.round)
      if (agrees(system, found)) return found
    }
    return 'failed'
  } finally {
    programme.dispose()
  }
}

const agrees = (system: System, table: Int32Array): boolean => {
  const sum = (unknowns: Int32Array) => unknowns.reduce((sum, unknown) => sum + (table[unknown] ?? 0), 0)
  if (table.some((value) => value < 0)) return false
  if (system.counted.some(({ unknowns, value }) => sum(unknowns) !== value)) return false
  if (system.facts.some(({ unknowns, low, high }) => sum(unknowns) < low || sum(unknowns) > high))
    return false
  if (sum(system.strays.unknowns) > system.strays.most) return false
  for (let part = 0; part < system.parts; part++) {
    let n = 0
    for (let c = 0; c < system.categories; c++) n += table[part * system.categories + c] ?? 0
    if (n > (system.roster[part] ?? 0)) return false
  }
  return true
}
