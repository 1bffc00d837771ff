import type { Problem } from '../rotation/problem.ts'
import type { Prices } from './prices.ts'

/** One round: seats in a row, group after group. */
export type Table = {
  /** Who sits on each seat. */
  readonly seats: Int32Array
  /** The group of each seat; the first seat of each group, and after the last one the number of seats. */
  readonly groupOf: Int32Array
  readonly from: Int32Array
  /** The seat of each person, or -1. */
  readonly seatOf: Int32Array
}

/** Empty seats (-1) for groups of these sizes. */
export const emptyTable = (given: { sizes: readonly number[]; people: number }): Table => {
  const { sizes, people } = given
  const from = new Int32Array(sizes.length + 1)
  for (const [group, size] of sizes.entries()) from[group + 1] = (from[group] ?? 0) + size
  const all = from[sizes.length] ?? 0
  const groupOf = new Int32Array(all)
  for (let group = 0; group < sizes.length; group++) groupOf.fill(group, from[group], from[group + 1])
  return {
    seats: new Int32Array(all).fill(-1),
    groupOf,
    from,
    seatOf: new Int32Array(people).fill(-1),
  }
}

export const groupsOf = ({ seats, from }: Table): number[][] =>
  Array.from({ length: from.length - 1 }, (_, group) => [...seats.subarray(from[group], from[group + 1])])

export const eachPair = (group: readonly number[], visit: (a: number, b: number) => void) => {
  for (let at = 1; at < group.length; at++)
    for (let other = 0; other < at; other++) visit(group[at] ?? 0, group[other] ?? 0)
}

/** Enters all meetings of a plan, locked groups included, and answers what they cost together. */
export const enter = (given: { problem: Problem; tables: readonly Table[]; prices: Prices }): number => {
  const { problem, tables, prices } = given
  let cost = 0
  const meet = (a: number, b: number) => {
    cost += prices.of(a, b)
    prices.meet(a, b)
  }
  for (const { locked } of problem.rounds) for (const group of locked) eachPair(group, meet)
  for (const table of tables) for (const group of groupsOf(table)) eachPair(group, meet)
  return cost
}

/** Takes all meetings of a plan out again. */
export const leave = (given: { problem: Problem; tables: readonly Table[]; prices: Prices }) => {
  const { problem, tables, prices } = given
  for (const { locked } of problem.rounds) for (const group of locked) eachPair(group, prices.unmeet)
  for (const table of tables) for (const group of groupsOf(table)) eachPair(group, prices.unmeet)
}

/** What it would cost more to exchange the people of two seats of different groups. */
export const difference = (given: { table: Table; prices: Prices; a: number; b: number }): number => {
  const { table, prices, a, b } = given
  const { seats, groupOf, from } = table
  const p = seats[a] ?? 0
  const q = seats[b] ?? 0
  let more = 0
  const ofA = groupOf[a] ?? 0
  for (let at = from[ofA] ?? 0, end = from[ofA + 1] ?? 0; at < end; at++) {
    if (at === a) continue
    const x = seats[at] ?? 0
    more += prices.of(q, x) - prices.of(p, x) + 1
  }
  const ofB = groupOf[b] ?? 0
  for (let at = from[ofB] ?? 0, end = from[ofB + 1] ?? 0; at < end; at++) {
    if (at === b) continue
    const x = seats[at] ?? 0
    more += prices.of(p, x) - prices.of(q, x) + 1
  }
  return more
}

/** Exchanges the people of two seats of different groups and keeps the book of meetings. */
export const exchange = (given: { table: Table; prices: Prices; a: number; b: number }) => {
  const { table, prices, a, b } = given
  const { seats, groupOf, from, seatOf } = table
  const p = seats[a] ?? 0
  const q = seats[b] ?? 0
  const trade = (seat: number, leaves: number, comes: number) => {
    const group = groupOf[seat] ?? 0
    for (let at = from[group] ?? 0, end = from[group + 1] ?? 0; at < end; at++) {
      if (at === seat) continue
      const x = seats[at] ?? 0
      prices.unmeet(leaves, x)
      prices.meet(comes, x)
    }
  }
  trade(a, p, q)
  trade(b, q, p)
  seats[a] = q
  seats[b] = p
  seatOf[p] = b
  seatOf[q] = a
}
