import type { RoomEvent } from './events.ts'
import { formatAt, isOnStage } from './place.ts'
import type { Group, GroupNumber, Run, SeatNumber } from './state.ts'

type Placed = Extract<RoomEvent, { kind: 'placed' }>

/** The most that may sit in one group now. */
export const mostInAGroup = (run: Run): number => {
  const groups = formatAt(run)?.groups
  return groups === undefined || groups === 'everyone' ? Number.POSITIVE_INFINITY : groups.most
}

/** Whoever waits at the door sits down where there is room; who finds none goes on waiting, and the host sees it. */
export const settle = (run: Run): { placed: Placed[]; groups: readonly Group[] } => {
  const placed: Placed[] = []
  // Always in the smallest group that has room, and never at the table on stage: filled level by level.
  const sizes = tablesOf(run)
  const most = mostInAGroup(run)
  let level = Math.min(most, ...sizes.values())
  for (const waiting = [...run.atTheDoor]; waiting.length > 0 && level < most; level += 1)
    for (const [group, size] of sizes) {
      const seat = size === level ? waiting.shift() : undefined
      if (seat === undefined) continue
      sizes.set(group, size + 1)
      placed.push({ kind: 'placed', seat, group })
    }
  return { placed, groups: withPlaced(run.groups, placed) }
}

const tablesOf = (run: Run) => {
  const tables = run.groups.filter(({ seats }) => !seats.some((seat) => isOnStage(run, seat)))
  return new Map(tables.map(({ number, seats }) => [number, seats.length]))
}

const withPlaced = (groups: readonly Group[], placed: readonly Placed[]): readonly Group[] => {
  const more = new Map<GroupNumber, SeatNumber[]>()
  for (const { seat, group } of placed) more.set(group, [...(more.get(group) ?? []), seat])
  return groups.map((group) => ({ ...group, seats: [...group.seats, ...(more.get(group.number) ?? [])] }))
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
