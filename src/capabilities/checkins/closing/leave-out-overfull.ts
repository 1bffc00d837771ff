import type { Tally } from './tally.ts'
import { ofTeams } from './tally.ts'

/** How many tickets or sheets were given out: by table, then group or category. The teams are the table without a name. */
export type GivenOut = ReadonlyMap<string, ReadonlyMap<string, number>>

export type LeftOut = {
  tally: Tally
  /** Groups of which nothing is counted. */
  groups: string[]
  /** Whether a further table was overfull. */
  isApart: boolean
}

/**
 * Leaves out what cannot be: where more ballots came for a group than tickets or sheets were given out, some are not of its
 * people, and nobody can tell which. So none of them counts; the others stand. Of a further table the whole is left out.
 */
export const leaveOutOverfull = (tally: Tally, given: GivenOut): LeftOut => {
  const overfull = (table: string) =>
    [...(tally.came.get(table) ?? [])]
      .filter(([group, came]) => came > (given.get(table)?.get(group) ?? 0))
      .map(([group]) => group)
  const groups = overfull(ofTeams)
  const apart = [...tally.came.keys()].filter((table) => table !== ofTeams && overfull(table).length > 0)
  const without = <T>(all: ReadonlyMap<string, T>, names: readonly string[]) =>
    new Map([...all].filter(([name]) => !names.includes(name)))
  // Ballots that could not be read were never among those counted.
  const gone = groups.reduce((sum, group) => sum + (tally.counted.get(group) ?? 0), 0)
  return {
    tally: {
      ...tally,
      ballots: tally.ballots - gone,
      counts: without(tally.counts, groups),
      keyedIn: without(tally.keyedIn, groups),
      further: without(tally.further, apart),
    },
    groups,
    isApart: apart.length > 0,
  }
}
