import { figuresOf, isFigure, type System, unknownsOf } from '../input/system.ts'

/** What readers know of a sum of unknowns. `from` names figures (0 and up), facts (-1 and down) or rosters. */
export type Equation = {
  readonly unknowns: Int32Array
  readonly low: number
  readonly high: number
  readonly from: readonly number[]
}

/** Rosters are named by their part, far from figures. */
const ROSTERS = -1_000_000_000
export const isRoster = (from: number) => from <= ROSTERS
export const partOfRoster = (from: number) => ROSTERS - from

/** The whole numbers that are shown as the same multiple of `step` as `value`. */
export const roundedInterval = ({ value, step }: { value: number; step: number }) => {
  const shown = Math.round(value / step) * step
  return { low: Math.max(0, Math.ceil(shown - step / 2)), high: Math.ceil(shown + step / 2) - 1 }
}

/** Figures of one kind nest or are apart. */
export const kindOf = ({ system, figure }: { system: System; figure: number }): number => {
  const isTotal = figure % figuresOf(system) === system.categories
  return (system.groups[Math.floor(figure / figuresOf(system))]?.family ?? 0) * 2 + (isTotal ? 1 : 0)
}

/** Everything that readers know, as it was published: nothing is left out and nothing worked out. */
export const publishedEquations = (given: { system: System; shown: Uint8Array }): Equation[] => {
  const { system, shown } = given
  const { categories, groups } = system
  const found: Equation[] = []
  groups.forEach(({ members, counts, n, roundings }, group) => {
    for (let category = 0; category <= categories; category++) {
      const figure = group * figuresOf(system) + category
      if (!shown[figure] || !isFigure(system, figure)) continue
      const value = category < categories ? (counts[category] ?? 0) : n
      const unknowns = unknownsOf({ categories, members, category })
      for (const step of roundings) {
        const { low, high } = step > 1 ? roundedInterval({ value, step }) : { low: value, high: value }
        found.push({ unknowns, low, high, from: [figure] })
      }
    }
  })
  system.facts.forEach(({ unknowns, low, high }, at) => {
    found.push({ unknowns, low, high, from: [-1 - at] })
  })
  for (let part = 0; part < system.parts; part++) {
    const high = system.roster[part] ?? Number.POSITIVE_INFINITY
    if (high === Number.POSITIVE_INFINITY) continue
    const unknowns = unknownsOf({ categories, members: [part], category: categories })
    found.push({ unknowns, low: 0, high, from: [ROSTERS - part] })
  }
  if (system.strays.unknowns.length > 0)
    found.push({ unknowns: system.strays.unknowns, low: 0, high: system.strays.most, from: [] })
  return found
}

/** The sums that are known exactly: said so, or because what is said of them twice leaves one number. */
export const exactOnes = (equations: readonly Equation[]): Equation[] => {
  const found: Equation[] = []
  const within = new Map<string, { low: number; high: number; from: number[]; unknowns: Int32Array }>()
  for (const equation of equations) {
    const { unknowns, low, high, from } = equation
    if (unknowns.length === 0) continue
    if (low === high) {
      found.push(equation)
      continue
    }
    const key = unknowns.toSorted().join()
    const known = within.get(key)
    if (known) {
      known.low = Math.max(known.low, low)
      known.high = Math.min(known.high, high)
      known.from.push(...from)
    } else within.set(key, { unknowns, low, high, from: [...from] })
  }
  return [...found, ...[...within.values()].filter(({ low, high }) => low === high)]
}

/**
 * The same knowledge with shorter equations: from each exact one, others that lie wholly within it are subtracted, so
 * that large totals become remainders and fall apart into pieces. Whoever can do sums can do this; it changes no
 * interval, and no proof rests on it.
 */
export const shorten = (given: {
  equations: readonly Equation[]
  unknowns: number
  family: (e: Equation) => number
}): Equation[] => {
  const { equations, unknowns, family } = given
  const exact = equations.filter(({ low, high, unknowns }) => low === high && unknowns.length > 0)
  const rest = equations.filter(({ low, high }) => low !== high)
  const families = [...new Set(exact.map(family))]
  /** Per family: the largest equation so far that holds an unknown. */
  const tops = new Map(families.map((name) => [name, new Int32Array(unknowns).fill(-1)]))
  const sizes: number[] = []
  const found: Equation[] = []
  const bySize = exact.toSorted((a, b) => a.unknowns.length - b.unknowns.length)
  const counts = new Map<number, number>()
  bySize.forEach((equation, number) => {
    let best: { covered: number; inside: number[]; top: Int32Array } | undefined
    for (const top of tops.values()) {
      counts.clear()
      for (const unknown of equation.unknowns) {
        const block = top[unknown] ?? -1
        if (block >= 0) counts.set(block, (counts.get(block) ?? 0) + 1)
      }
      let covered = 0
      const inside: number[] = []
      for (const [block, count] of counts)
        if (count === sizes[block]) {
          covered += count
          inside.push(block)
        }
      if (covered > (best?.covered ?? 0)) best = { covered, inside, top }
    }
    sizes.push(equation.unknowns.length)
    if (best) {
      const { top } = best
      const gone = new Set(best.inside)
      let value = equation.low
      for (const block of best.inside) value -= bySize[block]?.low ?? 0
      found.push({
        unknowns: equation.unknowns.filter((unknown) => !gone.has(top[unknown] ?? -1)),
        low: value,
        high: value,
        from: [...equation.from, ...best.inside.flatMap((block) => bySize[block]?.from ?? [])],
      })
    } else found.push(equation)
    const own = tops.get(family(equation))
    if (own) for (const unknown of equation.unknowns) own[unknown] = number
  })
  return [...found, ...rest]
}
