import type { Piece } from './pieces.ts'
import type { Programme, Solver } from './solver.ts'

/** One end of what a sum within a piece can be. */
export type End = {
  /** No table goes beyond this: from multipliers, by weak duality, whatever the solver said. */
  readonly bound: number
  /** A table of the piece that goes as far as was found, or null. */
  readonly table: Float64Array | null
  /** The table had fractions: a search for whole numbers may still find one. */
  readonly mayBeWhole: boolean
  /** Which rows the bound rests on, and which unknowns' own upper bounds. */
  readonly rows: readonly number[]
  readonly columns: readonly number[]
  readonly trouble: 'failed' | 'out-of-time' | null
}

const EPSILON = 1e-6

const isWhole = (values: Float64Array) =>
  values.every((value) => Math.abs(value - Math.round(value)) < EPSILON)

type Sense = 'least' | 'most'

/** `floor` is a column that is at least one: somebody who looks knows that he is there. */
type Question = {
  readonly piece: Piece
  readonly columns: readonly number[]
  readonly sense: Sense
  readonly floor?: number | undefined
}
type Asked = Omit<Question, 'columns'> & { readonly inSum: Uint8Array }

/**
 * Every choice of multipliers gives a valid bound, so a wrong one can only be too loose: the sum is multipliers times
 * rows plus what is left of each unknown's coefficient times its own bounds.
 */
const boundOf = (given: {
  piece: Piece
  inSum: Uint8Array
  multipliers: Float64Array
  sign: number
  sense: Sense
  floor: number | undefined
}) => {
  const { piece, inSum, multipliers, sign, sense, floor } = given
  const left = Float64Array.from(inSum)
  const rows: number[] = []
  let bound = 0
  piece.rows.forEach(({ columns, low, high }, row) => {
    const multiplier = sign * (multipliers[row] ?? 0)
    if (Math.abs(multiplier) < 1e-9) return
    rows.push(row)
    bound += multiplier * (multiplier > 0 === (sense === 'most') ? high : low)
    for (const column of columns) left[column] = (left[column] ?? 0) - multiplier
  })
  const columns: number[] = []
  left.forEach((rest, column) => {
    if (Math.abs(rest) < 1e-9) return
    if (rest > 0 !== (sense === 'most')) {
      // At its least, which is nought but where somebody is known to be.
      if (column === floor) bound += rest
      return
    }
    bound += rest * (piece.most[column] ?? 0)
    columns.push(column)
  })
  return { bound, rows, columns }
}

const better = (a: ReturnType<typeof boundOf>, b: ReturnType<typeof boundOf>, sense: Sense) => {
  if (Number.isNaN(a.bound)) return b
  return a.bound > b.bound === (sense === 'most') ? b : a
}

/** A single exact equation, as most remainders of a tree are, needs no solver. */
const ofOneRow = (given: Asked): End => {
  const { piece, inSum, sense, floor } = given
  let left = piece.rows[0]?.high ?? 0
  const table = new Float64Array(piece.most.length)
  if (floor !== undefined) {
    table[floor] = 1
    left -= 1
  }
  for (const first of sense === 'most' ? [1, 0] : [0, 1])
    inSum.forEach((within, column) => {
      if (within !== first) return
      const taken = Math.min(left, (piece.most[column] ?? 0) - (table[column] ?? 0))
      table[column] = (table[column] ?? 0) + taken
      left -= taken
    })
  const bound = table.reduce((sum, value, column) => sum + (inSum[column] ? value : 0), 0)
  const value = piece.rows[0]?.high ?? 0
  // Whichever unknowns' own limits stand in the way of all or nothing.
  const limiting = sense === 'most' ? (bound < value ? 1 : -1) : bound > 0 ? 0 : -1
  const columns = Array.from(inSum, (_, column) => column).filter((column) => inSum[column] === limiting)
  return { bound, table: left === 0 ? table : null, mayBeWhole: false, rows: [0], columns, trouble: null }
}

const ofNoRow = (given: Asked): End => {
  const { piece, inSum, sense, floor } = given
  const table = Float64Array.from(inSum, (within, column) =>
    within && sense === 'most' ? (piece.most[column] ?? 0) : column === floor ? 1 : 0,
  )
  const columns = sense === 'most' ? Array.from(inSum, (_, column) => column).filter((c) => inSum[c]) : []
  return {
    bound: table.reduce((sum, value, column) => sum + (inSum[column] ? value : 0), 0),
    table,
    mayBeWhole: false,
    rows: [],
    columns,
    trouble: null,
  }
}

const ofMany = ({ programme, ...given }: Asked & { programme: Programme }): End => {
  const { piece, inSum, sense, floor } = given
  const columns = Array.from(inSum, (_, column) => column).filter((column) => inSum[column])
  const answer = programme.ask({ columns, sense, floor })
  if (typeof answer === 'string') {
    const bound = sense === 'most' ? columns.reduce((sum, c) => sum + (piece.most[c] ?? 0), 0) : 0
    const trouble = answer === 'out-of-time' ? answer : 'failed'
    return { bound, table: null, mayBeWhole: false, rows: [], columns: [], trouble }
  }
  const { multipliers } = answer
  const found = better(
    boundOf({ piece, inSum, multipliers, sign: 1, sense, floor }),
    boundOf({ piece, inSum, multipliers, sign: -1, sense, floor }),
    sense,
  )
  const { values } = answer
  const mayBeWhole = !isWhole(values)
  return { ...found, table: mayBeWhole ? null : values.map(Math.round), mayBeWhole, trouble: null }
}

/** Finds ends within pieces and remembers them; opens few programmes at a time, because each holds memory. */
export const endsIn = ({ solver }: { solver: Solver }) => {
  const programmes = new Map<Piece, Programme>()
  const known = new Map<Piece, Map<string, End>>()
  const programmeOf = (piece: Piece): Programme => {
    const open = programmes.get(piece)
    if (open) return open
    if (programmes.size >= 64)
      for (const [oldest, programme] of programmes) {
        programme.dispose()
        programmes.delete(oldest)
        break
      }
    const programme = solver.open(piece)
    programmes.set(piece, programme)
    return programme
  }
  const find = (given: Question): End => {
    const { piece, columns, sense, floor } = given
    const inSum = new Uint8Array(piece.most.length)
    for (const column of columns) inSum[column] = 1
    if (piece.rows.length === 0) return ofNoRow({ piece, inSum, sense, floor })
    const [only] = piece.rows
    if (
      piece.rows.length === 1 &&
      only &&
      only.low === only.high &&
      only.columns.length === piece.most.length
    )
      return ofOneRow({ piece, inSum, sense, floor })
    const programme = programmeOf(piece)
    try {
      return ofMany({ piece, inSum, sense, floor, programme })
    } catch {
      return {
        bound: sense === 'most' ? Number.POSITIVE_INFINITY : 0,
        table: null,
        mayBeWhole: false,
        rows: [],
        columns: [],
        trouble: 'failed',
      }
    }
  }
  /** Branches on fractions, within limits: slower, and asked for only where whole numbers decide. */
  const inWholeNumbers = ({ piece, columns, sense, floor }: Question): Float64Array | null => {
    const answer = programmeOf(piece).ask({ columns, sense, whole: true, floor })
    return typeof answer === 'string' || !isWhole(answer.values) ? null : answer.values.map(Math.round)
  }
  const keyOf = ({ columns, sense, floor }: Question) => `${sense} ${floor ?? ''} ${columns.join()}`
  return {
    whole: (given: Question): End => {
      const key = keyOf(given)
      const end = known.get(given.piece)?.get(key)
      if (!end?.mayBeWhole) return end ?? find(given)
      const better = { ...end, table: inWholeNumbers(given), mayBeWhole: false }
      known.get(given.piece)?.set(key, better)
      return better
    },
    end: (given: Question): End => {
      const key = keyOf(given)
      const ofPiece = known.get(given.piece) ?? new Map<string, End>()
      known.set(given.piece, ofPiece)
      const old = ofPiece.get(key)
      if (old) return old
      const end = find(given)
      ofPiece.set(key, end)
      return end
    },
    dispose: () => {
      for (const programme of programmes.values()) programme.dispose()
      programmes.clear()
    },
  }
}
