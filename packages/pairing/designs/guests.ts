import type { Design } from './design.ts'

/** After so many tries without an answer nobody knows whether there is one. */
const MOST_TRIES = 50_000

export type Guests = {
  /** Which rounds of the design are used. */
  readonly rounds: readonly number[]
  /** For each guest the group that he joins in each of these rounds. */
  readonly joins: readonly (readonly number[])[]
}

/**
 * Ways for a few more people to join a design without meeting anybody twice, for groups of which some are larger by
 * one: in each round each guest joins a group of its own, and no two groups that he joins share anybody. Null when none
 * was found.
 */
export const joinGuests = (given: { design: Design; rounds: number; guests: number }): Guests | null => {
  const { design, rounds, guests } = given
  if (design.length < rounds || guests > design.groups) return null
  const all = Array.from({ length: design.length }, (_, at) => design.round(at))
  const chosen: number[] = []
  const joins: number[][] = Array.from({ length: guests }, () => [])
  const known: Uint8Array[] = joins.map(() => new Uint8Array(design.groups * design.size))
  let tries = 0
  const step = (guest: number, at: number): boolean => {
    if (at === rounds) return guest + 1 === guests || step(guest + 1, 0)
    const last = chosen[at - 1] ?? -1
    // The first guest chooses the rounds; the others come to the same.
    const from = guest === 0 ? last + 1 : (chosen[at] ?? 0)
    const to = guest === 0 ? design.length - (rounds - at) : from
    const own = known[guest]
    for (let round = from; round <= to; round++)
      for (const [group, members] of (all[round] ?? []).entries()) {
        if (tries++ > MOST_TRIES) return false
        if (joins.some((other, index) => index < guest && other[at] === group)) continue
        if (!own || members.some((person) => own[person] === 1)) continue
        if (guest === 0) chosen[at] = round
        const list = joins[guest] ?? []
        list[at] = group
        for (const person of members) own[person] = 1
        if (step(guest, at + 1)) return true
        for (const person of members) own[person] = 0
        list.length = at
        if (guest === 0) chosen.length = at
      }
    return false
  }
  return step(0, 0) ? { rounds: chosen, joins } : null
}
