import type { Design } from '../designs/design.ts'
import type { Problem } from '../rotation/problem.ts'
import { type Chance, shuffle } from './chance.ts'
import type { Prices } from './prices.ts'
import { LOOKS, type Steps } from './steps.ts'

/**
 * Chooses who takes which place of a design: whoever does, nobody meets twice, so this is where bans, earlier sessions
 * and the mixing of professions are looked after without a single repeat. Places that stay empty (-1) never meet, where
 * such are found, so that groups lack one at most. Answers the person at each place.
 */
export function* labelDesign(given: {
  problem: Problem
  prices: Prices
  design: Design
  rounds: number
  chance: Chance
}): Steps<{ people: Int32Array; moves: number }> {
  const { problem, prices, design, rounds, chance } = given
  const places = design.groups * design.size
  const friends: Set<number>[] = Array.from({ length: places }, () => new Set())
  const hasPrices = problem.traits.length + problem.known.size + problem.before.size > 0
  const isPriced = hasPrices || problem.apart.some(({ size }) => size > 0)
  // Who meets whom takes room, and is needed only where somebody has to choose.
  const isNeeded = isPriced || places > problem.ids.length
  for (let round = 0; isNeeded && round < Math.min(rounds, design.length); round++) {
    for (const group of design.round(round))
      for (const a of group) for (const b of group) if (a !== b) friends[a]?.add(b)
    yield 0
  }
  const empty = new Set(strangers({ friends, count: places - problem.ids.length }))
  const people = new Int32Array(places).fill(-1)
  const order = inOrder({ problem, chance })
  let next = 0
  for (let place = 0; place < places; place++) if (!empty.has(place)) people[place] = order[next++] ?? -1

  if (!isPriced) return { people, moves: 0 }
  const taken = [...people.keys()].filter((place) => people[place] !== -1)
  const near = friends.map((set) => Int32Array.from(set))
  const price = (person: number, place: number, but: number) => {
    let sum = 0
    for (const other of near[place] ?? []) {
      const neighbour = people[other] ?? -1
      if (neighbour !== -1 && other !== but) sum += prices.base(person, neighbour)
    }
    return sum
  }
  const moves = Math.min(Math.floor(problem.moves / 4), 300 * taken.length)
  const every = Math.max(1, Math.floor(LOOKS / (1 + (near[0]?.length ?? 0) * 4)))
  const top = Math.max(1, problem.mixing)
  for (let move = 0; move < moves; move++) {
    if (move % every === 0) yield move
    const a = taken[chance.below(taken.length)] ?? 0
    const b = taken[chance.below(taken.length)] ?? 0
    const [p, q] = [people[a] ?? 0, people[b] ?? 0]
    const more = price(p, b, a) + price(q, a, b) - price(p, a, b) - price(q, b, a)
    if (more > 0 && more > top * (1 - move / moves) ** 2 * chance.patience()) continue
    people[a] = q
    people[b] = p
  }
  return { people, moves }
}

/** By chance, and then who is alike side by side: rows of a design never meet or take one place of every group. */
const inOrder = (given: { problem: Problem; chance: Chance }): number[] => {
  const { problem, chance } = given
  const order = shuffle({ list: [...problem.ids.keys()], chance })
  const kind = (person: number) => problem.traits.map(({ of }) => of[person] ?? -1)
  return order.sort((a, b) => {
    const [left, right] = [kind(a), kind(b)]
    const at = left.findIndex((value, index) => value !== right[index])
    return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
  })
}

/** The last places are tried first: in a design of rows they are a row, which never meets in shifted rounds. */
const strangers = (given: { friends: readonly ReadonlySet<number>[]; count: number }): number[] => {
  const { friends, count } = given
  const last = friends.length - 1
  if (count <= 0) return []
  const chosen: number[] = []
  let place = last
  for (let tries = 0; tries < 20_000 && chosen.length < count; tries++) {
    while (place >= 0 && chosen.some((other) => friends[other]?.has(place))) place--
    if (place >= 0) {
      chosen.push(place)
      place--
    } else if (chosen.length > 0) place = (chosen.pop() ?? 0) - 1
    else break
  }
  return chosen.length === count ? chosen : Array.from({ length: count }, (_, at) => last - at)
}
