import type { Crossings } from './earlier-plan.ts'

type Tree = { readonly units: readonly { readonly id: string; readonly parent: string | null }[] }

/** The unit in whose result each unit is counted. Parents stand before children. */
export const homesIn = ({ units }: Tree, published: ReadonlySet<string>): Map<string, string> => {
  const homes = new Map<string, string>()
  for (const { id, parent } of units) {
    const above = parent === null ? undefined : homes.get(parent)
    homes.set(id, published.has(id) || above === undefined ? id : above)
  }
  return homes
}

/**
 * Takes results away until subtracting results of this wave and of an earlier one, in whichever way, gives no fewer than
 * `k` people. It is enough that every earlier group either stays together or falls into parts of at least `k`: whatever
 * the two trees let one work out is a union of what an earlier group and a group of now have in common, and such a
 * union of large parts is large. A group that stays together is as large as it was when it was published. Who came or
 * left is not looked at: see `crossingsOf`.
 *
 * A part that is too small is counted together with its nearest other part, by giving up the results between the two:
 * the fewest first. Everyone asked together always remains, so this ends. What the tree rule had taken away, and need no
 * longer since other results went, comes back where `isSafe` allows it.
 */
export const withoutCrossings = (
  given: Tree & {
    published: ReadonlySet<string>
    k: number
    crossings: readonly Crossings[]
    isSafe: (published: ReadonlySet<string>) => boolean
  },
): Set<string> => {
  const { k, crossings } = given
  const published = new Set(given.published)
  const parents = new Map(given.units.map(({ id, parent }) => [id, parent]))
  for (;;) {
    const homes = homesIn(given, published)
    const broken = smallestPart({ homes, k, crossings })
    if (!broken) break
    const ways = broken.others.map((other) => between({ parents, published, a: broken.part, b: other }))
    const [fewest] = ways.toSorted((a, b) => a.length - b.length)
    if (!fewest || fewest.length === 0) throw new Error('two parts of a group have one result between them')
    for (const unit of fewest) published.delete(unit)
  }
  if (published.size === given.published.size) return published
  for (const { id } of given.units) {
    if (published.has(id) || given.published.has(id)) continue
    published.add(id)
    const homes = homesIn(given, published)
    if (!given.isSafe(published) || smallestPart({ homes, k, crossings })) published.delete(id)
  }
  return published
}

/** The smallest part below `k` of an earlier group that has others, and where these are. */
const smallestPart = (given: {
  homes: ReadonlyMap<string, string>
  k: number
  crossings: readonly Crossings[]
}): { part: string; others: string[] } | undefined => {
  let least = given.k
  let found: { part: string; others: string[] } | undefined
  for (const groups of given.crossings) {
    for (const row of groups.values()) {
      const parts = new Map<string, number>()
      for (const [unit, people] of row) {
        const home = given.homes.get(unit) ?? unit
        parts.set(home, (parts.get(home) ?? 0) + people)
      }
      if (parts.size < 2) continue
      for (const [part, people] of parts) {
        if (people >= least) continue
        least = people
        found = { part, others: [...parts.keys()].filter((other) => other !== part) }
      }
    }
  }
  return found
}

/** The results to give up so that two are one: all from each up to where their ways meet. */
const between = (given: {
  parents: ReadonlyMap<string, string | null>
  published: ReadonlySet<string>
  a: string
  b: string
}): string[] => {
  const wayUp = (from: string) => {
    const way: string[] = []
    for (let at: string | null = from; at !== null; at = given.parents.get(at) ?? null)
      if (given.published.has(at)) way.push(at)
    return way
  }
  const [a, b] = [wayUp(given.a), wayUp(given.b)]
  const shared = new Set(a.filter((unit) => b.includes(unit)))
  return [...a, ...b].filter((unit) => !shared.has(unit))
}
