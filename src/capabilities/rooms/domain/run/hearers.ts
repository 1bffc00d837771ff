import { groupOf, stepNow } from './place.ts'
import type { Hearers, Run, SeatNumber } from './state.ts'

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

/** Hosts hear their own channel and the room; a group's words stay in the group, also from hosts who do not sit there. */
export const mayHear = (run: Run, seat: SeatNumber, hearers: Hearers): boolean => {
  if (hearers.to === 'room') return true
  if (hearers.to === 'hosts') return run.hosts.has(seat)
  const group = groupOf(run, seat)
  if (hearers.dealt !== run.dealt || group?.number !== hearers.group) return false
  return hearers.to === 'group' || pairOf(group.seats, seat) === hearers.pair
}
