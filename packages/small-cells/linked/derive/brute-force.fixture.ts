import fc from 'fast-check'
import { seeded } from '../choose/seeded.ts'
import type { At, Publication, Table } from '../input/publication.ts'
import type { System } from '../input/system.ts'
import { type Equation, publishedEquations } from './equations.ts'

/** Small linked tables with few people: units in a random tree, two jobs, one to three categories. */
export const smallPublications: fc.Arbitrary<{ publication: Publication; shows: number }> = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    units: fc.integer({ min: 1, max: 4 }),
    categories: fc.integer({ min: 1, max: 3 }),
    shape: fc.constantFrom('tree', 'tree and jobs', 'cross', 'tree and cross'),
    roundedTo: fc.constantFrom(1, 1, 1, 3),
    hide: fc.constantFrom('groups' as const, 'cells' as const),
    ownAnswer: fc.boolean(),
    margin: fc.integer({ min: 0, max: 2 }),
    k: fc.integer({ min: 1, max: 4 }),
    dissenters: fc.constantFrom(null, 0, 1),
    spare: fc.constantFrom(0, 1, 2),
    facts: fc.integer({ min: 0, max: 2 }),
    shows: fc.integer({ min: 1, max: 2 ** 30 }),
  })
  .map(({ seed, units, shape, categories, roundedTo, spare, facts, shows, hide, ownAnswer, ...rule }) => {
    const random = seeded(seed)
    const below = (most: number) => Math.floor(random() * most)
    const unit = Array.from({ length: units }, (_, at) => ({
      id: `u${at}`,
      parent: at === 0 ? null : `u${below(at)}`,
    }))
    const isBeneath = (id: string, above: string): boolean => {
      const parent = unit.find((node) => node.id === id)?.parent
      return id === above || (typeof parent === 'string' && isBeneath(parent, above))
    }
    const withJobs = shape !== 'tree'
    const job = [
      { id: 'all', parent: null },
      { id: 'nurse', parent: 'all' },
      { id: 'porter', parent: 'all' },
    ]
    const names = Array.from({ length: categories }, (_, at) => `c${at}`)
    const people: { at: At; roster: number; counts: number[] }[] = []
    for (const { id } of unit)
      for (const name of withJobs ? ['nurse', 'porter'] : ['']) {
        // Few enough that all tables can be tried.
        if (people.length === 4) break
        const counts = names.map(() => [0, 0, 1, 1, 2, 3][below(6)] ?? 0)
        const at: At = withJobs ? { unit: id, job: name } : { unit: id }
        people.push({ at, counts, roster: counts.reduce((a, b) => a + b, 0) + below(spare + 1) })
      }
    const tableBy = (id: string, by: readonly string[]): Table => {
      const rows = new Map<string, { at: At; answers: { q: number[] } }>()
      for (const { at, counts } of people) {
        const own = Object.fromEntries(by.map((name) => [name, at[name] ?? '']))
        const row = rows.get(JSON.stringify(own)) ?? { at: own, answers: { q: names.map(() => 0) } }
        counts.forEach((count, c) => {
          row.answers.q[c] = (row.answers.q[c] ?? 0) + count
        })
        rows.set(JSON.stringify(own), row)
      }
      return { id, by, counts: [...rows.values()], roundedTo }
    }
    const tables = {
      tree: [['unit']],
      'tree and jobs': [['unit'], ['job']],
      cross: [['unit', 'job']],
      'tree and cross': [['unit'], ['job', 'unit']],
    }[shape].map((by, at) => tableBy(`t${at}`, by))
    const knows = Array.from({ length: facts }, () => {
      const part = people[below(people.length)]
      const category = below(categories)
      const value = people
        .filter(({ at }) => at.job === part?.at.job && isBeneath(at.unit ?? '', part?.at.unit ?? ''))
        .reduce((sum, { counts }) => sum + (counts[category] ?? 0), 0)
      return {
        item: 'q',
        at: part?.at ?? {},
        category: names[category] ?? '',
        low: Math.max(0, value - below(2)),
        high: value + below(3),
      }
    })
    const publication: Publication = {
      dimensions: withJobs ? { unit, job } : { unit },
      items: [{ id: 'q', categories: names }],
      people: people.map(({ at, roster }) => ({ at, roster })),
      tables,
      attacker: { ownAnswer, knows: knows.slice(0, 1) },
      earlier: [{ id: 'before', figures: knows.slice(1) }],
      rule: { ...rule, hide },
    }
    return { publication, shows }
  })

/** Every table of whole numbers that agrees with the equations: knows nothing of linear programming. */
export const allTables = (given: {
  system: System
  equations: readonly Equation[]
  most: number
}): Int32Array[] | null => {
  const { system, equations, most } = given
  const size = system.parts * system.categories
  const found: Int32Array[] = []
  const table = new Int32Array(size)
  const of = Array.from({ length: size }, (_, unknown) =>
    equations.filter(({ unknowns }) => unknowns.includes(unknown)),
  )
  const sum = ({ unknowns }: Equation, upTo: number) =>
    unknowns.reduce((sum, unknown) => sum + (unknown <= upTo ? (table[unknown] ?? 0) : 0), 0)
  let steps = 0
  const fill = (unknown: number): boolean => {
    if (++steps > 300_000) return false
    if (unknown === size) {
      found.push(Int32Array.from(table))
      return true
    }
    for (let value = 0; value <= most; value++) {
      table[unknown] = value
      const touching = of[unknown] ?? []
      if (touching.some((equation) => sum(equation, unknown) > equation.high)) break
      const isShort = touching.some(
        (equation) =>
          equation.unknowns.every((other) => other <= unknown) && sum(equation, unknown) < equation.low,
      )
      if (!isShort && !fill(unknown + 1)) return false
    }
    table[unknown] = 0
    return true
  }
  return fill(0) ? found : null
}

/** A choice of what to show, and all that readers then know. */
export const randomChoice = ({ system, shows }: { system: System; shows: number }) => {
  const random = seeded(shows)
  const shown = new Uint8Array(system.groups.length * (system.categories + 1))
  system.groups.forEach((_, group) => {
    const isShown = random() < 0.6
    for (let c = 0; c <= system.categories; c++) {
      if (system.categories === 1 && c === 1) continue
      shown[group * (system.categories + 1) + c] = (system.rule.hide === 'groups' ? isShown : random() < 0.6)
        ? 1
        : 0
    }
  })
  return { shown, equations: publishedEquations({ system, shown }) }
}
