import type { RotationRequest } from './request.ts'
import { groupSizes } from './sizes.ts'

// Shares no line with what it judges but the sizes: tries every way there is, on a handful of people.

type Groups = string[][]

const partitions = (people: readonly string[], sizes: readonly number[]): Groups[] => {
  const [first, ...others] = people
  if (first === undefined) return [[]]
  const tried = new Set<number>()
  return sizes.flatMap((size, at) => {
    if (tried.has(size)) return []
    tried.add(size)
    const rest = sizes.filter((_, other) => other !== at)
    return choose(others, size - 1).flatMap((mates) =>
      partitions(
        others.filter((id) => !mates.includes(id)),
        rest,
      ).map((more) => [[first, ...mates], ...more]),
    )
  })
}

const choose = (from: readonly string[], count: number): string[][] => {
  if (count === 0) return [[]]
  return from.flatMap((id, at) => choose(from.slice(at + 1), count - 1).map((more) => [id, ...more]))
}

/** Every way to sit in one round that keeps all hard rules. */
const waysOf = (request: RotationRequest, round: number): Groups[] => {
  const { people, sizes, apart = [], together = [], locked = [] } = request
  const there = people.filter(({ absent = [] }) => !absent.includes(round)).map(({ id }) => id)
  const set = locked
    .filter((one) => one.round === undefined || one.round === round)
    .map((one) => one.people.filter((id) => there.includes(id)))
  const free = there.filter((id) => !set.flat().includes(id))
  const fit = groupSizes({ people: free.length, sizes })
  if (!fit) return []
  return partitions(free, fit)
    .map((groups) => [...set, ...groups])
    .filter((groups) => {
      const at = (id: string) => groups.findIndex((group) => group.includes(id))
      const isThere = (id: string) => at(id) >= 0
      return (
        apart.every(([a, b]) => !isThere(a) || at(a) !== at(b)) &&
        together.every((ids) => new Set(ids.filter(isThere).map(at)).size <= 1)
      )
    })
}

/** What a plan costs: repeats, earlier meetings, and people who are alike; counted pair by pair. */
export const costOf = (request: RotationRequest, rounds: readonly Groups[]): number => {
  const { people, past = [], met = [], mixing = 0.3 } = request
  let cost = 0
  people.forEach((a, at) => {
    for (const b of people.slice(at + 1)) {
      const times = (among: readonly (readonly (readonly string[])[])[]) =>
        among.flat().filter((group) => group.includes(a.id) && group.includes(b.id)).length
      const now = times(rounds)
      const weight = met
        .filter((pair) => pair.people.includes(a.id) && pair.people.includes(b.id))
        .reduce((sum, pair) => sum + pair.weight, 0)
      const alike = Object.entries(a.traits ?? {}).filter(
        ([name, value]) => b.traits?.[name] === value,
      ).length
      cost += (now * (now - 1)) / 2 + now * (times(past) + weight + alike * mixing)
    }
  })
  return cost
}

/** The least that any plan costs, or null where no plan keeps the rules. */
export const leastOf = (request: RotationRequest): number | null => {
  let plans: Groups[][] = [[]]
  for (let round = 0; round < request.rounds; round++) {
    const ways = waysOf(request, round)
    plans = plans.flatMap((plan) => ways.map((way) => [...plan, way]))
  }
  return plans.length === 0
    ? null
    : plans.reduce((least, plan) => Math.min(least, costOf(request, plan)), Number.POSITIVE_INFINITY)
}
