import { type Equation, exactOnes, shorten } from '../derive/equations.ts'
import { figuresOf, type System, whyHidden } from '../input/system.ts'
import { reduce } from './elimination.ts'
import { badUnions } from './unions.ts'

/** People whose number, or number of one answer, follows from what is shown, and who are too few or of one mind. */
type DerivedGroup = {
  readonly why: 'too-few' | 'alike'
  readonly parts: readonly number[]
  readonly category: number
  readonly from: readonly number[]
}

type Level = {
  /** Sparse rows over columns; those that are gone must not stand in what is found. */
  readonly rows: readonly ReadonlyMap<number, number>[]
  readonly isGone: (column: number) => boolean
  readonly partOf: (column: number) => number
}

/** By people: where groups are known whole, each category follows the same sums. */
const byPeople = (equations: readonly Equation[]): Level => ({
  rows: equations.map(({ unknowns }) => new Map(Array.from(unknowns, (part) => [part, 1]))),
  isGone: () => false,
  partOf: (column) => column,
})

/** Sums in which one category stands alone. */
const ofCategory = (given: {
  equations: readonly Equation[]
  categories: number
  category: number
}): Level => {
  const { equations, categories, category } = given
  return {
    rows: equations.map(({ unknowns }) => new Map(Array.from(unknowns, (unknown) => [unknown, 1]))),
    isGone: (column) => column % categories !== category,
    partOf: (column) => Math.floor(column / categories),
  }
}

/** Sums in which all answers of a part stand alike: what differs from its first answer must be gone. */
const ofNumbers = ({
  equations,
  categories,
}: {
  equations: readonly Equation[]
  categories: number
}): Level => {
  const rows = equations.map(({ unknowns }) => {
    const row = new Map<number, number>()
    const add = (column: number, by: number) => {
      const next = (row.get(column) ?? 0) + by
      if (next === 0) row.delete(column)
      else row.set(column, next)
    }
    for (const unknown of unknowns) {
      const first = unknown - (unknown % categories)
      if (unknown !== first) {
        add(unknown, 1)
        continue
      }
      add(first, 1)
      for (let c = 1; c < categories; c++) add(first + c, -1)
    }
    return row
  })
  return {
    rows,
    isGone: (column) => column % categories !== 0,
    partOf: (column) => Math.floor(column / categories),
  }
}

/** Unknowns that hang together through equations, because only those can be subtracted from each other. */
const apart = ({ equations, size }: { equations: readonly Equation[]; size: number }): Equation[][] => {
  const leader = Int32Array.from({ length: size }, (_, unknown) => unknown)
  const find = (unknown: number): number => {
    let at = unknown
    while (leader[at] !== at) {
      leader[at] = leader[leader[at] ?? at] ?? at
      at = leader[at] ?? at
    }
    return at
  }
  for (const { unknowns } of equations)
    for (const unknown of unknowns) leader[find(unknown)] = find(unknowns[0] ?? unknown)
  const pieces = new Map<number, Equation[]>()
  for (const equation of equations) {
    const top = find(equation.unknowns[0] ?? 0)
    const own = pieces.get(top)
    if (own) own.push(equation)
    else pieces.set(top, [equation])
  }
  return [...pieces.values()]
}

/**
 * The same sums, with what is known by itself taken out of all others, so that fewer hang together: no sum of one category
 * needs what is known of another's by itself, nor is it more than itself and the rest.
 */
const withoutSingles = (equations: readonly Equation[]): Equation[] => {
  const singles = new Map<number, Equation>()
  for (const equation of equations) {
    const [unknown = -1, other] = equation.unknowns
    if (unknown >= 0 && other === undefined) singles.set(unknown, equation)
  }
  return equations.flatMap((equation): Equation[] => {
    if (equation.unknowns.length < 2) return [equation]
    const from = new Set(equation.from)
    const unknowns = equation.unknowns.filter((unknown) => {
      const single = singles.get(unknown)
      for (const figure of single?.from ?? []) from.add(figure)
      return !single
    })
    return unknowns.length > 0 ? [{ ...equation, unknowns, from: [...from] }] : []
  })
}

const categoriesIn = (given: { equations: readonly Equation[]; categories: number }): number[] => {
  const found = new Set<number>()
  for (const { unknowns } of given.equations)
    for (const unknown of unknowns) found.add(unknown % given.categories)
  return [...found].sort((a, b) => a - b)
}

/**
 * In people, the groups whose every answer is exactly known, and those whose number is: what is shown whole, and what
 * was known before. Parts that are settled are known by themselves.
 */
const knownWhole = ({ exact, system }: { exact: readonly Equation[]; system: System }) => {
  const { categories } = system
  const byPeople = new Map<string, { parts: number[]; from: Set<number>; has: Set<number> }>()
  for (const { unknowns, from } of exact) {
    const parts = [...new Set(Array.from(unknowns, (unknown) => Math.floor(unknown / categories)))]
    const isAll = unknowns.length === parts.length * categories
    const [first = 0] = unknowns
    const category = isAll ? categories : first % categories
    if (!isAll && unknowns.some((unknown) => unknown % categories !== category)) continue
    const groups = new Set(from.map((figure) => Math.floor(figure / figuresOf(system))))
    const [group = -1] = groups
    const key = group >= 0 && groups.size === 1 ? `group ${group}` : parts.sort((a, b) => a - b).join()
    const known = byPeople.get(key) ?? { parts, from: new Set(), has: new Set() }
    byPeople.set(key, known)
    known.has.add(category)
    for (const figure of from) known.from.add(figure)
  }
  const equationOf = ({ parts, from }: { parts: number[]; from: Set<number> }): Equation => ({
    unknowns: Int32Array.from(parts),
    low: 0,
    high: 0,
    from: [...from],
  })
  const all = [...byPeople.values()]
  // A number and all answers but one, or all answers, say the rest.
  const whole = all.filter(({ has }) => has.size >= categories).map(equationOf)
  const numbers = all.filter(({ has }) => has.has(categories) || has.size >= categories).map(equationOf)
  const family = ({ from: [figure = -1] }: Equation) =>
    system.groups[Math.floor(figure / figuresOf(system))]?.family ?? -1
  const short = (equations: Equation[]) =>
    shorten({ equations, unknowns: system.parts, family }).filter(({ unknowns }) => unknowns.length > 0)
  return { whole: short(whole), numbers: short(numbers) }
}

/**
 * Every group that can be had by adding and subtracting exact figures, of one table or of several, judged as a group:
 * whether listed or not, and by each category where figures are shown one by one. `settled` are unknowns that what is
 * shown leaves one value. `isComplete` is false when there are too many sums to try; `from` names what stood in the way.
 */
export const derivedGroups = (given: {
  system: System
  reference: Int32Array
  equations: readonly Equation[]
  settled: readonly Equation[]
}): { found: DerivedGroup[]; isComplete: boolean; from: readonly number[] } => {
  const { system, reference } = given
  const { categories, rule } = system
  const { k, dissenters } = rule
  const countsOf = (part: number) =>
    Array.from(reference.subarray(part * categories, (part + 1) * categories))
  const exact = exactOnes([...given.equations, ...given.settled])
  const found: DerivedGroup[] = []
  const known = new Set<string>()
  const look = (on: { level: Level; equations: readonly Equation[]; category: number; isAlike: boolean }) => {
    const { level, equations, category } = on
    const whyOf = (counts: readonly number[]) =>
      whyHidden({ counts, k, dissenters: on.isAlike ? dissenters : null })
    const basis = reduce(level)
    if (!basis) return false
    const { found: unions, isComplete } = badUnions({
      basis,
      countsOf: (column) => countsOf(level.partOf(column)),
      judge: (counts) => {
        const why = whyOf(counts)
        return why === null ? 'good' : why === 'empty' ? 'empty' : 'bad'
      },
    })
    for (const { columns, from } of unions) {
      const parts = [...new Set(columns.map(level.partOf))].sort((a, b) => a - b)
      const key = parts.join()
      if (known.has(key)) continue
      known.add(key)
      const counts = new Array<number>(categories).fill(0)
      for (const part of parts)
        countsOf(part).forEach((count, c) => {
          counts[c] = (counts[c] ?? 0) + count
        })
      const why = whyOf(counts)
      if (why !== 'too-few' && why !== 'alike') continue
      found.push({
        why,
        parts,
        category,
        from: [...new Set(from.flatMap((at) => equations[at]?.from ?? []))],
      })
    }
    return isComplete
  }
  const everywhere = (on: {
    equations: readonly Equation[]
    size: number
    levels: (equations: readonly Equation[]) => { level: Level; category: number; isAlike: boolean }[]
  }): readonly number[] | null => {
    for (const equations of apart(on))
      for (const level of on.levels(equations))
        if (!look({ equations, ...level })) return [...new Set(equations.flatMap(({ from }) => from))]
    return null
  }
  const inPeople = (equations: readonly Equation[], isAlike: boolean) =>
    everywhere({
      equations,
      size: system.parts,
      levels: (some) => [{ level: byPeople(some), category: categories, isAlike }],
    })
  let stuck: readonly number[] | null
  if (rule.hide === 'groups' || categories === 1) {
    const { whole, numbers } = knownWhole({ exact, system })
    stuck = inPeople(whole, true) ?? (numbers.length > whole.length ? inPeople(numbers, false) : null)
  } else
    stuck =
      everywhere({
        equations: withoutSingles(exact),
        size: reference.length,
        levels: (equations) =>
          categoriesIn({ equations, categories }).map((category) => ({
            level: ofCategory({ equations, categories, category }),
            category,
            isAlike: true,
          })),
      }) ??
      everywhere({
        equations: exact,
        size: reference.length,
        levels: (equations) => [
          { level: ofNumbers({ equations, categories }), category: categories, isAlike: true },
        ],
      })
  return { found, isComplete: stuck === null, from: stuck ?? [] }
}
