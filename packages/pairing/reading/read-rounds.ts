import type { Problem, RoundProblem } from '../rotation/problem.ts'
import { accept, type Refusal, type Result, type RotationRequest, refuse } from '../rotation/request.ts'
import { groupSizes } from '../rotation/sizes.ts'
import { nameOf } from './read-groups.ts'

type Given = {
  request: RotationRequest
  numbers: ReadonlyMap<string, number>
} & Pick<Problem, 'apart' | 'together' | 'togetherOf'>

/** Who is there in each round, which groups are set, and how large the others are. */
export const readRounds = (given: Given): Result<RoundProblem[], Refusal> => {
  const { request, numbers, together } = given
  const isAway = Array.from({ length: request.rounds }, () => new Uint8Array(numbers.size))
  for (const [person, { absent = [] }] of request.people.entries())
    for (const round of absent) {
      const away = isAway[round]
      if (!away) return refuse({ code: 'no-such-round', round, where: 'absent' })
      away[person] = 1
    }
  for (const { people, round } of request.locked ?? []) {
    if (round !== undefined && !isAway[round])
      return refuse({ code: 'no-such-round', round, where: 'locked' })
    const stranger = people.find((id) => !numbers.has(id))
    if (stranger !== undefined) return refuse({ code: 'unknown-person', id: stranger, where: 'locked' })
  }
  const rounds: RoundProblem[] = []
  for (const [round, away] of isAway.entries()) {
    const locked = readLocked({ ...given, round, away })
    if (!locked.ok) return locked
    const set = new Set(locked.value.flat())
    const free = [...numbers.values()].filter((person) => away[person] === 0 && !set.has(person))
    const sizes = groupSizes({ people: free.length, sizes: request.sizes })
    if (!sizes) return refuse({ code: 'sizes-do-not-fit', round, people: free.length })
    const most = sizes.reduce((largest, size) => Math.max(largest, size), 0)
    const tooMany = together
      .map((people) => people.filter((person) => away[person] === 0 && !set.has(person)).length)
      .find((count) => count > most)
    if (tooMany !== undefined) return refuse({ code: 'too-many-together', people: tooMany, round, most })
    rounds.push({ free, sizes, locked: locked.value })
  }
  return accept(rounds)
}

/** The set groups of one round, of those who are there. They must contradict neither each other nor other rules. */
const readLocked = (given: Given & { round: number; away: Uint8Array }): Result<number[][], Refusal> => {
  const { request, numbers, apart, together, togetherOf, round, away } = given
  const groups: number[][] = []
  const taken = new Set<number>()
  for (const { people, round: only = round } of request.locked ?? []) {
    if (only !== round) continue
    const group = people.map((id) => numbers.get(id) ?? 0).filter((person) => away[person] === 0)
    for (const person of group) {
      if (taken.has(person)) return refuse({ code: 'locked-twice', id: nameOf(numbers, person), round })
      taken.add(person)
    }
    const names = (a: number, b: number) => [nameOf(numbers, a), nameOf(numbers, b)] as const
    const inside = new Set(group)
    for (const a of group) {
      const enemy = [...(apart[a] ?? [])].find((b) => inside.has(b))
      if (enemy !== undefined) return refuse({ code: 'locked-apart', people: names(a, enemy), round })
      const friend = together[togetherOf[a] ?? -1]?.find((b) => away[b] === 0 && !inside.has(b))
      if (friend !== undefined) return refuse({ code: 'locked-splits', people: names(a, friend), round })
    }
    if (group.length > 0) groups.push(group)
  }
  return accept(groups)
}
