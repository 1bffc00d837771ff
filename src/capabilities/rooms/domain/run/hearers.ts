import { groupOf, stepNow } from './place.ts'
import type { Hearers, Run, SeatNumber } from './state.ts'

/** Those near in the step that runs: her group, her pair within it, or the room. Undefined where she sits alone. */
export const hearersNear = (run: Run, by: SeatNumber): Hearers | undefined => {
  const together = stepNow(run)?.together ?? 'everyone'
  if (together === 'everyone') return { to: 'room' }
  const group = groupOf(run, by)
  if (!group || together === 'alone') return undefined
  if (together === 'groups') return { to: 'group', group: group.number }
  return { to: 'pair', group: group.number, pair: pairOf(group.seats, by) }
}

/** Neighbours are a pair; the last of an odd group makes three with the pair before. */
export const pairOf = (seats: readonly SeatNumber[], seat: SeatNumber): number => {
  const pairs = Math.max(1, Math.floor(seats.length / 2))
  return Math.min(Math.floor(seats.indexOf(seat) / 2), pairs - 1)
}

/** Hosts hear their own channel and the room; a group's words stay in the group, also from hosts who do not sit there. */
export const mayHear = (run: Run, seat: SeatNumber, hearers: Hearers): boolean => {
  if (hearers.to === 'room') return true
  if (hearers.to === 'hosts') return run.hosts.has(seat)
  const group = groupOf(run, seat)
  if (group?.number !== hearers.group) return false
  return hearers.to === 'group' || pairOf(group.seats, seat) === hearers.pair
}
