import type { Problem } from '../rotation/problem.ts'
import { anneal } from './anneal.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { placeRound } from './place.ts'
import { type Prices, pricesOf } from './prices.ts'
import { enter, leave, type Table } from './seating.ts'
import { type Wishes, wishesOfDesign, wishesOfDraft, wishesOfGreed, wishesOfGuests } from './starts.ts'
import type { Steps } from './steps.ts'

export type Found = {
  readonly tables: readonly Table[]
  readonly by: 'design' | 'search'
  readonly moves: number
}

/** A round for which it is proved that no groups keep the rules. */
export type Impossible = { readonly round: number }

/** Costs that differ by less are the same: they are sums of decimal fractions. */
const NEAR = 1e-6

/** So many looks at a price a greedy start may take; larger rooms have room enough for a design. */
const GREED = 5_000_000

/**
 * Begins with the announced plan, or else with a design or a greedy plan, whichever is cheaper, and anneals: first
 * gently, then in longer and longer runs from the best so far or from what the last one came to, until `target` is
 * reached or all moves are spent.
 */
export function* bestPlan(given: { problem: Problem; target: number }): Steps<Found | Impossible> {
  const { problem, target } = given
  const chance = chanceFrom(problem.seed)
  const prices = yield* pricesOf(problem)
  const state: State = {
    problem,
    prices,
    chance,
    target,
    tables: [],
    cost: Number.POSITIVE_INFINITY,
    moves: 0,
  }
  if (problem.draft.length > 0) {
    const fault = yield* consider(state, wishesOfDraft(problem))
    if (fault) return fault
    return yield* improve(state)
  }
  const design = yield* wishesOfDesign({ problem, prices, chance })
  state.moves = design.moves
  const fault = yield* consider(state, design.wishes)
  if (fault) return fault
  const isFree = () => state.cost <= target + NEAR
  const guests = isFree() ? null : wishesOfGuests({ problem, chance })
  if (guests) yield* consider(state, guests)
  if (isFree()) return { tables: state.tables, by: 'design', moves: state.moves }
  const people = problem.ids.length
  if (people * people * problem.rounds.length <= GREED)
    yield* consider(state, yield* after(state.moves, wishesOfGreed({ problem, chance, prices })))
  return yield* improve(state)
}

type State = {
  readonly problem: Problem
  readonly prices: Prices
  readonly chance: Chance
  readonly target: number
  tables: readonly Table[]
  cost: number
  moves: number
}

/** Seats people by these wishes and keeps that if it is cheaper than what there was. */
function* consider(state: State, wishes: Wishes): Steps<Impossible | null> {
  const { problem, prices } = state
  const tables: Table[] = []
  for (const [at, round] of problem.rounds.entries()) {
    const placed = placeRound({ problem, round, wanted: wishes[at] ?? new Int32Array() })
    if (!placed.isAllowed && placed.isProved) return { round: at }
    tables.push(placed.table)
    yield state.moves
  }
  const cost = enter({ problem, tables, prices })
  leave({ problem, tables, prices })
  if (cost < state.cost) {
    state.tables = tables
    state.cost = cost
  }
  return null
}

function* improve(state: State): Steps<Found> {
  const { problem, prices, chance, target } = state
  const copy = (tables: readonly Table[]) =>
    tables.map((table) => ({ ...table, seats: table.seats.slice(), seatOf: table.seatOf.slice() }))
  const places = state.tables.reduce((sum, { seats }) => sum + seats.length, 0)
  const heats = heatsFor(problem)
  let current = copy(state.tables)
  let cost = enter({ problem, tables: current, prices })
  let length = Math.max(2000, 60 * places)
  for (let run = 0; state.cost > target + NEAR && state.moves < problem.moves; run++) {
    const left = problem.moves - state.moves
    // A last run that is too short to cool down would be lost: the one before takes its moves.
    const moves = left < 2 * length ? left : length
    const annealed = yield* after(
      state.moves,
      anneal({
        ...{ problem, prices, chance, target, tables: current, cost, moves },
        heat: heats[run % heats.length] ?? 1,
      }),
    )
    cost = annealed.cost
    state.moves += Math.max(1, annealed.moves)
    if (cost < state.cost - NEAR) {
      state.cost = cost
      state.tables = copy(current)
    } else if (run % 2 === 0) {
      leave({ problem, tables: current, prices })
      current = copy(state.tables)
      cost = enter({ problem, tables: current, prices })
    }
    length = Math.floor(length * 1.5)
  }
  return { tables: state.tables, by: 'search', moves: state.moves }
}

/** The same steps, counted on from what was tried before. */
function* after<T>(before: number, steps: Steps<T>): Steps<T> {
  let step = steps.next()
  for (; !step.done; step = steps.next()) yield before + step.value
  return step.value
}

/**
 * What a run may pay at first for a change for the worse, where a repeat costs 1. With rules or a history there are
 * higher ridges to cross.
 */
const heatsFor = ({ before, known, apart, together }: Problem): readonly number[] =>
  before.size + known.size + together.length > 0 || apart.some(({ size }) => size > 0)
    ? [0.3, 0.7, 1.5, 0.45]
    : [0.3, 0.7, 0.45]
