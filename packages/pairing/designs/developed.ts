import type { Design } from './design.ts'
import stored from './stored.json' with { type: 'json' }

/**
 * A design kept as one or a few rounds. Of the people 0 to turning · circles - 1, each `turning` that follow each
 * other stand in a circle, and the others stay where they are. Each round of `base` gives `turning` rounds, every circle moving
 * on by one place from one to the next; each group of `still` gives one round, made of all its turned images.
 */
export type Stored = {
  readonly groups: number
  readonly size: number
  readonly rounds: number
  readonly turning: number
  readonly base: readonly (readonly (readonly number[])[])[]
  readonly still: readonly (readonly number[])[]
}

export const storedDesigns: readonly Stored[] = stored.designs

export const developed = (of: Stored): Design => {
  const { turning, base, still } = of
  const people = of.groups * of.size
  const turns = people - (people % turning)
  const turned = (person: number, by: number) =>
    person >= turns ? person : person - (person % turning) + ((person + by) % turning)
  return {
    groups: of.groups,
    size: of.size,
    length: of.rounds,
    round: (at) => {
      const first = base[Math.floor(at / turning)]
      if (first) return first.map((group) => group.map((person) => turned(person, at % turning)))
      const group = still[at - base.length * turning] ?? []
      return Array.from({ length: turning }, (_, by) => group.map((person) => turned(person, by)))
    },
  }
}
