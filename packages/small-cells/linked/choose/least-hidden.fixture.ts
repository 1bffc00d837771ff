import loadHighs from 'highs'
import { auditSystem } from '../derive/audit-system.ts'
import type { Solver } from '../derive/solver.ts'
import { figuresOf, isFigure, type System } from '../input/system.ts'

type Cut = { readonly oneOf: readonly number[]; readonly if: number | null }

/**
 * The least that any choice must hide, by cuts (Fischetti and Salazar 2000, in their simplest form): hide what small
 * groups need, audit, and for each figure that is too certain demand that one of the figures its bounds rest on is
 * hidden too; solve for the cheapest choice that meets all demands, and again. When an audit finds nothing, that choice
 * is the best there is; stopped before, its size is a lower bound. Hides figure by figure.
 */
export const leastHidden = async (given: {
  system: System
  reference: Int32Array
  solver: Solver
  rounds: number
}): Promise<{ hidden: number; isExact: boolean }> => {
  const { system, reference, solver, rounds } = given
  const highs = await loadHighs()
  const { variableType, objectiveSense } = highs.constants
  const size = system.groups.length * figuresOf(system)
  const mayBeShown = new Uint8Array(size)
  system.groups.forEach(({ why }, group) => {
    for (let c = 0; c <= system.categories; c++)
      if (why === null && isFigure(system, group * figuresOf(system) + c))
        mayBeShown[group * figuresOf(system) + c] = 1
  })
  const forced = mayBeShown.reduce((sum, may) => sum - may, size)
  const model = highs.createModel({
    numCols: size,
    numRows: 0,
    sense: objectiveSense.minimize,
    colCost: Float64Array.from(mayBeShown),
    colLower: new Float64Array(size),
    colUpper: Float64Array.from(mayBeShown),
    rowLower: [],
    rowUpper: [],
    matrix: { format: 'csr', numRows: 0, numCols: size, starts: [0], indices: [], values: [] },
    integrality: new Int32Array(size).fill(variableType.integer),
  })
  model.options.set({
    output_flag: false,
    random_seed: 0,
    mip_rel_gap: 0,
    mip_max_nodes: 20_000,
    time_limit: 20,
  })
  const known = new Set<string>()
  let bound = 0
  try {
    const shown = mayBeShown.slice()
    for (let round = 0; round < rounds; round++) {
      const { audited } = auditSystem({ system, reference, shown, solver, isQuick: true })
      const cuts = audited.flatMap(({ is, from, group, category }): Cut[] => {
        if (is === 'wide' || group === null) return []
        const figure = group * figuresOf(system) + category
        const oneOf = from.filter((other) => other >= 0 && mayBeShown[other]).sort((a, b) => a - b)
        return [{ oneOf, if: mayBeShown[figure] ? figure : null }]
      })
      if (cuts.length === 0) return { hidden: forced + Math.round(bound), isExact: true }
      for (const cut of cuts) {
        const key = `${cut.if} ${cut.oneOf.join()}`
        if (known.has(key)) continue
        known.add(key)
        const entries = [
          ...cut.oneOf.map((f) => [f, 1] as const),
          ...(cut.if === null ? [] : [[cut.if, -1] as const]),
        ]
        model.addRow(cut.if === null ? 1 : 0, highs.infinity, {
          indices: entries.map(([f]) => f),
          values: entries.map(([, value]) => value),
        })
      }
      model.zeroAllClocks()
      model.run()
      const proved = Number(model.info.get('mip_dual_bound'))
      if (Number.isFinite(proved)) bound = Math.max(bound, Math.ceil(proved - 1e-6))
      const { colValue } = model.getSolution()
      shown.forEach((_, figure) => {
        shown[figure] = mayBeShown[figure] && (colValue[figure] ?? 0) < 0.5 ? 1 : 0
      })
    }
    return { hidden: forced + Math.round(bound), isExact: false }
  } finally {
    model.dispose()
  }
}
