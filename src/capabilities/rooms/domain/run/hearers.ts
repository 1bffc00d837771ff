import { groupOf, stepNow } from './place.ts'
import type { Hearers, Run, Said, SeatNumber } from './state.ts'

/** Those near in the step that runs: her group, her pair within it, or the room. Undefined where she sits alone. */
export const hearersNear = (run: Run, by: SeatNumber): Hearers | undefined => {
  const together = stepNow(run)?.together ?? 'everyone'
  if (together === 'everyone') return { to: 'room' }
  const group = groupOf(run, by)
  if (!group || together === 'alone') return undefined
  const here = { group: group.number, dealt: run.dealt }
  return together === 'groups'
    ? { to: 'group', ...here }
    : { to: 'pair', ...here, pair: pairOf(group.seats, by) }
}

/** Names who hears, so that words written for some are never said to others whom a step brought meanwhile. */
export const nameOf = (hearers: Hearers): string => Object.values(hearers).join(' ')

/** Neighbours are a pair; the last of an odd group makes three with the pair before. */
export const pairOf = (seats: readonly SeatNumber[], seat: SeatNumber): number => {
  const pairs = Math.max(1, Math.floor(seats.length / 2))
  return Math.min(Math.floor(seats.indexOf(seat) / 2), pairs - 1)
}

/** Who these are at this moment; undefined where it is everybody. */
export const amongOf = (run: Run, by: SeatNumber, hearers: Hearers): readonly SeatNumber[] | undefined => {
  if (hearers.to === 'room') return undefined
  if (hearers.to === 'hosts') return [...run.hosts]
  const seats = groupOf(run, by)?.seats ?? []
  return hearers.to === 'group' ? seats : seats.filter((seat) => pairOf(seats, seat) === hearers.pair)
}

/**
 * Hosts hear their own channel and the room; a group's words stay in the group, also from hosts who do not sit there.
 * Whoever comes to them later hears what is said from then on, and who has gone nothing more.
 */
export const mayHear = (run: Run, seat: SeatNumber, said: Pick<Said, 'hearers' | 'among'>): boolean => {
  const { hearers, among } = said
  if (hearers.to === 'room') return true
  if (among && !among.includes(seat)) return false
  if (hearers.to === 'hosts') return run.hosts.has(seat)
  const group = groupOf(run, seat)
  if (hearers.dealt !== run.dealt || group?.number !== hearers.group) return false
  return among !== undefined || hearers.to === 'group' || pairOf(group.seats, seat) === hearers.pair
}
