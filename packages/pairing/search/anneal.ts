import type { Problem } from '../rotation/problem.ts'
import type { Chance } from './chance.ts'
import type { Prices } from './prices.ts'
import { difference, exchange, type Table } from './seating.ts'
import { LOOKS, type Steps } from './steps.ts'

export type Annealed = { readonly cost: number; readonly moves: number }

/**
 * Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983): exchanges two people of different groups of one round, or a set that
 * belongs together for as many others, again and again; always when that is cheaper, and sometimes when it is dearer,
 * less and less often. Changes `tables` and `prices`; stops at `target`, which nothing can go below.
 */
export function* anneal(given: {
  problem: Problem
  tables: readonly Table[]
  prices: Prices
  chance: Chance
  cost: number
  target: number
  moves: number
  /** What may be paid at first for a change for the worse. */
  heat: number
}): Steps<Annealed> {
  const { problem, tables, prices, chance, target, moves } = given
  const hasRules = problem.together.length > 0 || problem.apart.some(({ size }) => size > 0)
  const open = tables.filter(({ from }) => from.length > 2)
  const widest = open.reduce((most, { seats, from }) => Math.max(most, seats.length / (from.length - 1)), 1)
  const every = Math.max(1, Math.floor(LOOKS / (4 * widest)))
  const cooling = (COLD / given.heat) ** (every / Math.max(1, moves))
  let { cost, heat } = given
  let move = 0
  for (; move < moves && cost > target + 1e-6 && open.length > 0; move++) {
    if (move % every === 0) {
      heat *= cooling
      yield move
    }
    const table = open[chance.below(open.length)]
    if (!table) break
    const a = chance.below(table.seats.length)
    const b = chance.below(table.seats.length)
    if (table.groupOf[a] === table.groupOf[b]) continue
    const patience = chance.patience() * heat
    const isSimple = !hasRules || chance.below(MANY) > 0
    if (isSimple && isSingle({ problem, table, seat: a }) && isSingle({ problem, table, seat: b })) {
      const more = difference({ table, prices, a, b })
      if (more > 0 && more >= patience) continue
      exchange({ table, prices, a, b })
      cost += more
    } else
      cost += exchangeSets({
        problem,
        table,
        prices,
        chance,
        a,
        b,
        patience,
        extra: isSimple ? 0 : 1 + chance.below(2),
      })
  }
  return { cost, moves: move }
}

/** Below this, a change for the worse by a whole repeat is taken once in a thousand times. */
const COLD = 0.1

/**
 * With rules, one in so many exchanges is of several people at once: one by one they would have to pass through groups
 * that no rule allows.
 */
const MANY = 6

const setAt = (given: { problem: Problem; table: Table; seat: number }): readonly number[] | undefined => {
  const { problem, table, seat } = given
  return problem.together[problem.togetherOf[table.seats[seat] ?? -1] ?? -1]
}

const isSingle = (given: { problem: Problem; table: Table; seat: number }): boolean =>
  given.problem.together.length === 0 || setAt(given) === undefined

/** The seats that move together with this one: its set, as far as that is there and in this group. */
const seatsWith = (given: { problem: Problem; table: Table; seat: number }): number[] => {
  const { table, seat } = given
  const set = setAt(given)
  if (!set) return [seat]
  const group = table.groupOf[seat]
  return set
    .map((person) => table.seatOf[person] ?? -1)
    .filter((other) => other !== -1 && table.groupOf[other] === group)
}

/** Exchanges a set for a set of its size or for single people; undone when it costs more than patience allows. */
const exchangeSets = (given: {
  problem: Problem
  table: Table
  prices: Prices
  chance: Chance
  a: number
  b: number
  patience: number
  /** How many single people go with them. */
  extra: number
}): number => {
  const { problem, table, prices, patience, extra } = given
  const here = seatsWith({ problem, table, seat: given.a })
  const there = seatsWith({ problem, table, seat: given.b })
  fill({ ...given, seats: here, until: Math.max(here.length + extra, there.length) })
  fill({ ...given, seats: there, until: here.length })
  if (here.length !== there.length) return 0
  let more = 0
  const swap = (at: number) => {
    const pair = { table, prices, a: here[at] ?? 0, b: there[at] ?? 0 }
    more += difference(pair)
    exchange(pair)
  }
  for (let at = 0; at < here.length; at++) swap(at)
  if (more <= 0 || more < patience) return more
  for (let at = here.length - 1; at >= 0; at--) {
    const pair = { table, prices, a: here[at] ?? 0, b: there[at] ?? 0 }
    exchange(pair)
  }
  return 0
}

/** Adds single people of the same group until there are so many seats, or nobody is left. */
const fill = (given: {
  problem: Problem
  table: Table
  chance: Chance
  seats: number[]
  until: number
}): void => {
  const { problem, table, chance, seats, until } = given
  const group = table.groupOf[seats[0] ?? 0] ?? 0
  const first = table.from[group] ?? 0
  const size = (table.from[group + 1] ?? 0) - first
  const start = chance.below(size)
  for (let step = 0; step < size && seats.length < until; step++) {
    const seat = first + ((start + step) % size)
    if (!seats.includes(seat) && isSingle({ problem, table, seat })) seats.push(seat)
  }
}
