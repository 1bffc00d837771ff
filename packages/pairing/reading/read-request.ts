import type { Problem } from '../rotation/problem.ts'
import { accept, type Refusal, type Result, type RotationRequest, refuse } from '../rotation/request.ts'
import { MOST_MEETINGS, readGroups } from './read-groups.ts'
import { readRounds } from './read-rounds.ts'

const ranges = (request: RotationRequest): Refusal | null => {
  const { people, rounds, sizes, mixing = 0, seed = 0, moves = 0, met = [], past = [] } = request
  const outside = (
    what: string,
    value: number,
    least: number,
    most: number,
    isWhole = true,
  ): Refusal | null =>
    value >= least && value <= most && (!isWhole || Number.isSafeInteger(value))
      ? null
      : { code: 'out-of-range', what, least, most }
  const ofSizes =
    'exactly' in sizes
      ? (outside('sizes.exactly', sizes.exactly.length, 1, 10_000) ??
        sizes.exactly.map((size) => outside('sizes.exactly', size, 1, 10_000)).find((fault) => fault) ??
        null)
      : 'groups' in sizes
        ? outside('sizes.groups', sizes.groups, 1, 10_000)
        : (outside('sizes.preferred', sizes.preferred, 1, 10_000) ??
          outside('sizes.min', sizes.min ?? 1, 1, sizes.preferred) ??
          outside('sizes.max', sizes.max ?? sizes.preferred, sizes.preferred, 10_000))
  return (
    outside('people', people.length, 0, 10_000) ??
    outside('rounds', rounds, 1, 100) ??
    ofSizes ??
    outside('mixing', mixing, 0, 100, false) ??
    outside('seed', seed, 0, 4_294_967_295) ??
    outside('moves', moves, 0, 100_000_000) ??
    outside('past', past.length, 0, 1000) ??
    met.map(({ weight }) => outside('met.weight', weight, 0, 1000, false)).find((fault) => fault) ??
    null
  )
}

/** Checks a request whole and turns its names into numbers. The first fault is the refusal. */
export const readRequest = (request: RotationRequest): Result<Problem, Refusal> => {
  if (request.people.length === 0) return refuse({ code: 'nobody' })
  const fault = ranges(request)
  if (fault) return refuse(fault)
  const ids = request.people.map(({ id }) => id)
  const numbers = new Map(ids.map((id, at) => [id, at]))
  if (numbers.size < ids.length) {
    const twice = ids.find((id, at) => numbers.get(id) !== at) ?? ''
    return refuse({ code: 'named-twice', id: twice, where: 'people' })
  }
  const groups = readGroups({ request, numbers })
  if (!groups.ok) return groups
  const { before, apart, together, togetherOf } = groups.value
  const rounds = readRounds({ request, numbers, apart, together, togetherOf })
  if (!rounds.ok) return rounds
  const meetings = rounds.value.reduce(
    (sum, { sizes, locked }) =>
      [...sizes, ...locked.map(({ length }) => length)].reduce(
        (all, size) => all + (size * (size - 1)) / 2,
        sum,
      ),
    0,
  )
  if (meetings > MOST_MEETINGS) return refuse({ code: 'too-large', meetings, most: MOST_MEETINGS })
  const widest = rounds.value.reduce((most, { sizes }) => sizes.reduce((a, b) => Math.max(a, b), most), 1)
  const { mixing = 0.3, seed = 1, moves = Math.min(2_000_000, Math.ceil(40_000_000 / widest)) } = request
  return accept({
    ...groups.value,
    ids,
    rounds: rounds.value,
    before,
    traits: mixing > 0 ? traitsOf(request) : [],
    mixing,
    seed,
    moves,
  })
}

const traitsOf = ({ people }: RotationRequest): Problem['traits'] => {
  const names = new Set(people.flatMap(({ traits = {} }) => Object.keys(traits)))
  return [...names].sort().map((name) => {
    const own = people.map(({ traits = {} }) => (Object.hasOwn(traits, name) ? traits[name] : undefined))
    const values = [...new Set(own.filter((value) => value !== undefined))].sort()
    const numbers = new Map(values.map((value, at) => [value, at]))
    return { name, values, of: Int32Array.from(own, (value) => numbers.get(value ?? '') ?? -1) }
  })
}
