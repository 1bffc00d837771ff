import type { RoomEvent } from './events.ts'
import { formatAt, isOnStage } from './place.ts'
import type { Group, GroupNumber, Run, SeatNumber } from './state.ts'

type Placed = Extract<RoomEvent, { kind: 'placed' }>

/** The most that may sit in one group now. */
export const mostInAGroup = (run: Run): number => {
  const groups = formatAt(run)?.groups
  return groups === undefined || groups === 'everyone' ? Number.POSITIVE_INFINITY : groups.most
}

/** The smallest group that has room, never the one on stage; undefined where none has. */
export const groupWithRoom = (run: Run, groups: readonly Group[] = run.groups): GroupNumber | undefined => {
  const tables = groups.filter(({ seats }) => !seats.some((seat) => isOnStage(run, seat)))
  const [smallest] = tables.toSorted((one, other) => one.seats.length - other.seats.length)
  return smallest && smallest.seats.length < mostInAGroup(run) ? smallest.number : undefined
}

/** Whoever waits at the door sits down where there is room; who finds none goes on waiting, and the host sees it. */
export const settle = (run: Run): { placed: Placed[]; groups: readonly Group[] } => {
  let groups = run.groups
  const placed: Placed[] = []
  for (const seat of run.atTheDoor) {
    const group = groupWithRoom(run, groups)
    if (group === undefined) break
    placed.push({ kind: 'placed', seat, group })
    groups = seated(groups, seat, group)
  }
  return { placed, groups }
}

/** A number that no group has yet begins a new one, without a name: the table on stage. */
export const seated = (groups: readonly Group[], seat: SeatNumber, group: GroupNumber): readonly Group[] => {
  const isNew = groups.every(({ number }) => number !== group)
  const all = isNew ? [...groups, { number: group, name: '', seats: [] }] : groups
  return all.map((one) => {
    const others = one.seats.filter((other) => other !== seat)
    return { ...one, seats: one.number === group ? [...others, seat] : others }
  })
}
