import { type Equation, shorten } from '../derive/equations.ts'
import type { GeneralProgramme, Solver } from '../derive/solver.ts'
import { figuresOf, isFigure, type System, unknownsOf } from '../input/system.ts'

/** How the figures of another table differ, and which unknowns by how much. */
export type Deviation = {
  readonly cost: number
  readonly figures: ReadonlyMap<number, number>
}

export type Deviations = {
  /** The cheapest other table, within a frame, in which this figure differs by so much, or null. */
  readonly cheapest: (given: { frame: number; figure: number; by: number }) => Deviation | null
  readonly dispose: () => void
}

type Frame = {
  readonly programme: GeneralProgramme
  /** The distinct sums within the frame, and the figures that differ exactly as they do. */
  readonly sums: readonly (readonly number[])[]
  readonly sumOf: ReadonlyMap<number, number>
  readonly size: number
  readonly total: number
}

/** The number of a frame that holds everybody. */
export const EVERYTHING = -1

/**
 * Looks for the cheapest way to make a figure uncertain: a second table that differs in it and in as few shown figures
 * as possible, which then have to be hidden (Kelly, Golden and Assad 1992; Fischetti and Salazar 2000). Within a frame,
 * a group, answers move between its parts and its own figures stay, so that the programme is small; each sum is a row
 * over the sums within it, so that it is sparse. `costs` is read anew for each question.
 */
export const deviationsIn = (given: {
  system: System
  reference: Int32Array
  solver: Solver
  costs: Float64Array
}): Deviations => {
  const { system, reference, solver, costs } = given
  const { categories, roster, facts, strays } = system
  const holding: number[][] = Array.from({ length: system.parts }, () => [])
  system.groups.forEach(({ members }, group) => {
    for (const part of members) holding[part]?.push(group)
  })
  const everybody = Int32Array.from({ length: system.parts }, (_, part) => part)
  const whole = reference.reduce((sum, value) => sum + value, 0) + 4 * system.rule.margin + 10

  const open = (frame: number): Frame => {
    const parts = frame === EVERYTHING ? everybody : (system.groups[frame]?.members ?? everybody)
    const columnOf = new Map<number, number>()
    const low: number[] = []
    const high: number[] = []
    for (const unknown of unknownsOf({ categories, members: parts, category: categories })) {
      columnOf.set(unknown, low.length)
      const value = reference[unknown] ?? 0
      low.push(-value)
      high.push(Math.max(0, Math.min(whole, roster[Math.floor(unknown / categories)] ?? whole) - value))
    }
    const size = low.length
    const within = new Map<number, number[]>()
    for (const part of parts)
      for (const group of holding[part] ?? []) {
        const own = within.get(group)
        if (own) own.push(part)
        else within.set(group, [part])
      }
    const sums: number[][] = []
    const sumOf = new Map<number, number>()
    const byParts = new Map<string, number>()
    const equations: Equation[] = []
    const fixed: Int32Array[] = []
    const families: number[] = []
    for (const [group, own] of within) {
      const isWhole = frame !== EVERYTHING && own.length === parts.length
      const key = own.join()
      for (let category = 0; category <= categories; category++) {
        const figure = group * figuresOf(system) + category
        if (!isFigure(system, figure)) continue
        const known = byParts.get(`${key} ${category}`)
        if (known !== undefined) {
          if (known >= 0) sums[known]?.push(figure)
          if (known >= 0) sumOf.set(figure, known)
          continue
        }
        const unknowns = unknownsOf({ categories, members: own, category }).map(
          (unknown) => columnOf.get(unknown) ?? 0,
        )
        if (isWhole) {
          byParts.set(`${key} ${category}`, -1)
          fixed.push(unknowns)
          continue
        }
        const sum = sums.push([figure]) - 1
        byParts.set(`${key} ${category}`, sum)
        sumOf.set(figure, sum)
        families[sum] = (system.groups[group]?.family ?? 0) * 2 + (category === categories ? 1 : 0)
        equations.push({ unknowns, low: 0, high: 0, from: [sum] })
      }
    }
    // The frame's own figures are sums that stay as they are.
    for (const unknowns of fixed) equations.push({ unknowns, low: 0, high: 0, from: [-1] })
    const short = shorten({ equations, unknowns: size, family: ({ from }) => families[from[0] ?? -1] ?? -1 })
    const up = (sum: number) => size + 2 * sum
    const rows = short.map(({ unknowns, from }) => ({
      columns: [...unknowns, ...from.flatMap((sum) => (sum < 0 ? [] : [up(sum), up(sum) + 1]))],
      values: [
        ...Array.from(unknowns, () => 1),
        ...from.flatMap((sum, at) => (sum < 0 ? [] : at === 0 ? [-1, 1] : [1, -1])),
      ],
      low: 0,
      high: 0,
    }))
    const limit = (unknowns: Int32Array, least: number, most: number) => {
      const inside = unknowns.filter((unknown) => columnOf.has(unknown))
      if (inside.length === 0) return
      const now = unknowns.reduce((sum, unknown) => sum + (reference[unknown] ?? 0), 0)
      const columns = Array.from(inside, (unknown) => columnOf.get(unknown) ?? 0)
      rows.push({ columns, values: columns.map(() => 1), low: least - now, high: most - now })
    }
    for (const fact of facts) limit(fact.unknowns, fact.low, fact.high)
    if (categories > 1)
      for (const part of parts) {
        const most = roster[part] ?? whole
        if (most < whole) limit(unknownsOf({ categories, members: [part], category: categories }), 0, most)
      }
    if (strays.unknowns.length > 0) limit(strays.unknowns, 0, strays.most)
    const both = 2 * sums.length
    const programme = solver.openGeneral({
      low: Float64Array.from([...low, ...new Array<number>(both).fill(0)]),
      high: Float64Array.from([...high, ...new Array<number>(both).fill(whole)]),
      rows,
    })
    return { programme, sums, sumOf, size, total: whole }
  }

  const frames = new Map<number, Frame>()
  const frameOf = (number: number): Frame => {
    const known = frames.get(number)
    if (known) return known
    if (frames.size >= 64)
      for (const [oldest, frame] of frames) {
        frame.programme.dispose()
        frames.delete(oldest)
        break
      }
    const frame = open(number)
    frames.set(number, frame)
    return frame
  }
  return {
    cheapest: ({ frame: number, figure, by }) => {
      const { programme, sums, sumOf, size, total } = frameOf(number)
      const target = sumOf.get(figure)
      if (target === undefined) return null
      const priced = new Float64Array(size + 2 * sums.length)
      sums.forEach((figures, sum) => {
        let cost = 0
        for (const other of figures) cost += costs[other] ?? 0
        priced[size + 2 * sum] = cost
        priced[size + 2 * sum + 1] = cost
      })
      const wanted = size + 2 * target + (by > 0 ? 0 : 1)
      const other = size + 2 * target + (by > 0 ? 1 : 0)
      const values = programme.cheapest({
        costs: priced,
        bounds: [
          { column: wanted, low: Math.abs(by), high: total },
          { column: other, low: 0, high: 0 },
        ],
        restored: [
          { column: wanted, low: 0, high: total },
          { column: other, low: 0, high: total },
        ],
      })
      if (!values) return null
      const found = new Map<number, number>()
      let cost = 0
      sums.forEach((own, sum) => {
        const change = (values[size + 2 * sum] ?? 0) - (values[size + 2 * sum + 1] ?? 0)
        if (Math.abs(change) < 1e-7) return
        for (const one of own) {
          found.set(one, change)
          cost += costs[one] ?? 0
        }
      })
      return { cost, figures: found }
    },
    dispose: () => {
      for (const frame of frames.values()) frame.programme.dispose()
      frames.clear()
    },
  }
}
