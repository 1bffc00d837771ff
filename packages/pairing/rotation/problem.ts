/** A request as the search sees it: people are numbers, pairs are keys, and everything has been checked. */
export type Problem = {
  readonly ids: readonly string[]
  readonly rounds: readonly RoundProblem[]
  /** Rounds held before; people who left are not in them any more. */
  readonly past: readonly (readonly (readonly number[])[])[]
  /** What a pair costs beyond repeats, by `pairKey`: meetings held before in this session, and weights of others. */
  readonly before: ReadonlyMap<number, number>
  readonly known: ReadonlyMap<number, number>
  /** Whom each person must not sit with. */
  readonly apart: readonly ReadonlySet<number>[]
  /** Sets of two or more who sit together, and each person's set, or -1. */
  readonly together: readonly (readonly number[])[]
  readonly togetherOf: Int32Array
  /** By trait: each person's value as a number, or -1. */
  readonly traits: readonly {
    readonly name: string
    readonly values: readonly string[]
    readonly of: Int32Array
  }[]
  readonly mixing: number
  readonly seed: number
  readonly moves: number
  readonly draft: readonly (readonly (readonly number[])[])[]
}

export type RoundProblem = {
  /** Who is there and in no locked group. */
  readonly free: readonly number[]
  /** The sizes of their groups. */
  readonly sizes: readonly number[]
  readonly locked: readonly (readonly number[])[]
}

/** One number for a pair of people, whichever comes first. Exact up to 94 million people. */
export const pairKey = (given: { a: number; b: number; people: number }): number =>
  given.a < given.b ? given.a * given.people + given.b : given.b * given.people + given.a
