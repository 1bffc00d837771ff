import type { Highs, Model } from 'highs'
import type { Piece } from './pieces.ts'

/** What a solver says: a table at the optimum, and for each row how much the optimum rests on it. */
export type Answer =
  | { readonly values: Float64Array; readonly multipliers: Float64Array }
  | 'failed'
  | 'infeasible'
  | 'out-of-time'

/** A linear programme that is asked again and again for other sums; the last basis is where the next search begins. */
export type Programme = {
  ask: (given: {
    columns: readonly number[] | Int32Array
    sense: 'least' | 'most'
    whole?: boolean
    /** A column that is at least one, while this is asked. */
    floor?: number | undefined
  }) => Answer
  dispose: () => void
}

type Bound = { readonly column: number; readonly low: number; readonly high: number }

/** Any linear programme, asked for its least cost under changed bounds and prices. */
export type General = {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly rows: readonly {
    readonly columns: readonly number[]
    readonly values: readonly number[]
    readonly low: number
    readonly high: number
  }[]
}

export type GeneralProgramme = {
  cheapest: (given: {
    costs: Float64Array
    bounds: readonly Bound[]
    restored: readonly Bound[]
  }) => Float64Array | null
  dispose: () => void
}

export type Solver = {
  open: (piece: Piece) => Programme
  openGeneral: (general: General) => GeneralProgramme
}

/** HiGHS through its arrays: its text format reads a dangling sign as a constant. `seconds` bounds each question. */
export const highsSolver = ({ highs, seconds }: { highs: Highs; seconds: number }): Solver => ({
  openGeneral: (general) => openGeneral({ highs, seconds, general }),
  open: (piece) => {
    const starts = new Int32Array(piece.rows.length + 1)
    piece.rows.forEach(({ columns }, row) => {
      starts[row + 1] = (starts[row] ?? 0) + columns.length
    })
    const indices = new Int32Array(starts[piece.rows.length] ?? 0)
    for (const [row, { columns }] of piece.rows.entries()) indices.set(columns, starts[row] ?? 0)
    const size = piece.unknowns.length
    const model = highs.createModel({
      numCols: size,
      numRows: piece.rows.length,
      colCost: new Float64Array(size),
      colLower: new Float64Array(size),
      colUpper: piece.most,
      rowLower: Float64Array.from(piece.rows, ({ low }) => low),
      rowUpper: Float64Array.from(piece.rows, ({ high }) => high),
      matrix: {
        format: 'csr',
        numRows: piece.rows.length,
        numCols: size,
        starts,
        indices,
        values: new Float64Array(indices.length).fill(1),
      },
    })
    model.options.set({
      output_flag: false,
      random_seed: 0,
      presolve: 'off',
      // Only the sum changes between questions, so the last table stays feasible: the primal simplex goes on from it.
      simplex_strategy: 4,
      simplex_scale_strategy: 0,
      time_limit: seconds,
      mip_max_nodes: 100,
      mip_rel_gap: 0,
    })
    return {
      ask: (given) => ask({ highs, model, most: piece.most, ...given }),
      dispose: () => model.dispose(),
    }
  },
})

const openGeneral = (given: { highs: Highs; seconds: number; general: General }): GeneralProgramme => {
  const { highs, seconds, general } = given
  const { low, high, rows } = general
  const starts = new Int32Array(rows.length + 1)
  for (const [row, { columns }] of rows.entries()) starts[row + 1] = (starts[row] ?? 0) + columns.length
  const indices = new Int32Array(starts[rows.length] ?? 0)
  const values = new Float64Array(indices.length)
  for (const [row, own] of rows.entries()) {
    indices.set(own.columns, starts[row] ?? 0)
    values.set(own.values, starts[row] ?? 0)
  }
  const { modelStatus } = highs.constants
  const model = highs.createModel({
    numCols: low.length,
    numRows: rows.length,
    colCost: new Float64Array(low.length),
    colLower: low,
    colUpper: high,
    rowLower: Float64Array.from(rows, (row) => row.low),
    rowUpper: Float64Array.from(rows, (row) => row.high),
    matrix: { format: 'csr', numRows: rows.length, numCols: low.length, starts, indices, values },
  })
  model.options.set({ output_flag: false, random_seed: 0, presolve: 'off', time_limit: seconds })
  const everyColumn = { kind: 'range', from: 0, to: low.length - 1 } as const
  const change = (bounds: readonly Bound[]) => {
    for (const bound of bounds) model.changeColBounds(bound.column, bound.low, bound.high)
  }
  return {
    cheapest: ({ costs, bounds, restored }) => {
      try {
        model.changeColsCost(everyColumn, costs)
        change(bounds)
        model.zeroAllClocks()
        model.run()
        return model.getModelStatus() === modelStatus.optimal ? model.getSolution().colValue : null
      } catch {
        return null
      } finally {
        change(restored)
      }
    },
    dispose: () => model.dispose(),
  }
}

const ask = (given: {
  highs: Highs
  model: Model
  most: Float64Array
  columns: readonly number[] | Int32Array
  sense: 'least' | 'most'
  whole?: boolean
  floor?: number | undefined
}): Answer => {
  const { highs, model, most, columns, sense, whole = false, floor } = given
  const size = most.length
  const { objectiveSense, modelStatus, variableType } = highs.constants
  const everyColumn = { kind: 'range', from: 0, to: size - 1 } as const
  const costs = new Float64Array(size)
  for (const column of columns) costs[column] = 1
  try {
    if (floor !== undefined) model.changeColBounds(floor, 1, most[floor] ?? 0)
    model.changeColsCost(everyColumn, costs)
    model.changeObjectiveSense(sense === 'least' ? objectiveSense.minimize : objectiveSense.maximize)
    if (whole) model.changeColsIntegrality(everyColumn, new Int32Array(size).fill(variableType.integer))
    model.zeroAllClocks()
    model.run()
    const status = model.getModelStatus()
    if (status === modelStatus.timeLimit) return 'out-of-time'
    if (status === modelStatus.infeasible) return 'infeasible'
    const mayStop = whole && (status === modelStatus.solutionLimit || status === modelStatus.iterationLimit)
    if (status !== modelStatus.optimal && !mayStop) return 'failed'
    const { colValue, rowDual } = model.getSolution()
    return { values: colValue, multipliers: rowDual }
  } catch {
    return 'failed'
  } finally {
    if (whole) model.clearIntegrality()
    if (floor !== undefined) model.changeColBounds(floor, 0, most[floor] ?? 0)
  }
}
