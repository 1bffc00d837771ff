import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type Participant,
  planInSteps,
  type Rotation,
  type RotationRequest,
} from '#packages/pairing/index.ts'
import { isGrouped } from '../domain/format/format.ts'
import type { Deal } from '../domain/run/commands.ts'
import { pairsOf } from '../domain/run/meetings.ts'
import { nextOf, takingPart } from '../domain/run/place.ts'
import type { Run, SeatNumber, SpreadNote } from '../domain/run/state.ts'

/** What a group is called, in the language of the room: “Group 3”. */
export type NameOfGroup = (number: number) => string

/**
 * Works out groups for the step that comes next: near the size that its format likes, with people who have not sat
 * together, and with professions mixed. It plans all turns that are left, so that the last one is not worse off, and gives
 * way every millisecond or so: the room goes on meanwhile. The same room and seed give the same groups.
 */
export const dealGroups = async (run: Run, on: { seed: number; nameOf: NameOfGroup }): Promise<Deal> => {
  const request = requestFor(run, on.seed)
  if (!request) return { groups: [] }
  const steps = planInSteps(request)
  let step = steps.next()
  while (!step.done) {
    await nextTurn()
    step = steps.next()
  }
  // Sizes that cannot be had: one group of all is better than a room that stands still.
  const round = step.value.ok ? step.value.value.rounds[0] : [request.people.map(({ id }) => id)]
  const groups = (round ?? []).map((people, at) => ({
    name: on.nameOf(at + 1),
    seats: people.map(Number).toSorted((one, other) => one - other),
  }))
  return step.value.ok ? { groups, spread: noteOf(step.value.value, request) } : { groups }
}

/** Of the first round alone: later ones are worked out again when they come. */
const noteOf = ({ repeats, unmixed, rounds }: Rotation, { met = [] }: RotationRequest): SpreadNote => {
  const sat = new Set(met.map(({ people }) => people.join('-')))
  const pairs = (rounds[0] ?? []).flatMap((people) => pairsOf(people.map(Number)))
  const again = pairs.filter((pair) => sat.has(pair)).length
  const reasons = unmixed.flatMap(({ why, rounds: of }) =>
    of.includes(0) && (why === 'too-few' || why === 'too-many' || why === 'new-people-first') ? [why] : [],
  )
  return { again, isFewest: repeats.isMet, unmixed: [...new Set(reasons)] }
}

const requestFor = (run: Run, seed: number): RotationRequest | undefined => {
  const next = nextOf(run)
  const format = next && run.plan.blocks[next.at.block]?.format
  if (!format || !isGrouped(format) || format.groups === 'everyone') return undefined
  const seats = takingPart(run)
  const { least, ideal, most } = format.groups
  const turns = format.turns === 'each' || format.regroups === 'once' ? 1 : format.turns
  const left = next.at.turn === 0 ? turns : Math.max(1, turns - next.at.turn + 1)
  return {
    people: seats.map((seat) => asParticipant(run, seat)),
    rounds: left,
    sizes: { preferred: Math.min(ideal, seats.length), min: Math.min(least, seats.length), max: most },
    met: metAmong(run, seats),
    seed: (seed + run.move) % 2 ** 32,
  }
}

const asParticipant = (run: Run, seat: SeatNumber): Participant => {
  const profession = run.seats.get(seat)?.profession ?? ''
  return { id: String(seat), traits: profession === '' ? {} : { profession } }
}

const metAmong = (run: Run, seats: readonly SeatNumber[]) => {
  const there = new Set(seats)
  return [...run.met].flatMap(([pair, weight]) => {
    const [one, other] = pair.split('-').map(Number)
    if (one === undefined || other === undefined || weight < 1) return []
    return there.has(one) && there.has(other)
      ? [{ people: [String(one), String(other)] as const, weight }]
      : []
  })
}
