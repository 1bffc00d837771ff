import { firstPlace, nextPlace, stepAt, turnsOf } from '../format/course.ts'
import { type Format, isGrouped, type Step, stagePartsOf } from '../format/format.ts'
import type { Block } from '../plan/plan.ts'
import type { At, Group, Run, SeatNumber } from './state.ts'

export const blockAt = (run: Pick<Run, 'plan' | 'at'>): Block | undefined =>
  run.at && run.plan.blocks[run.at.block]

export const formatAt = (run: Pick<Run, 'plan' | 'at'>): Format | undefined => blockAt(run)?.format

export const stepNow = (run: Pick<Run, 'plan' | 'at' | 'turns'>): Step | undefined => {
  const format = formatAt(run)
  return format && run.at && stepAt(format, run.at, run.turns)
}

/** Everybody whom groups are dealt with: here or away for a moment, taking part, not gone. */
export const takingPart = (run: Run): SeatNumber[] =>
  [...run.seats].flatMap(([number, seat]) =>
    seat.takesPart && (seat.presence === 'here' || seat.presence === 'away') ? [number] : [],
  )

type Seating = { looks: number; bySeat: ReadonlyMap<SeatNumber, Group> | undefined }
/** Who sits where, of each seating that is asked for often: with ten thousand people looking through groups is what costs. */
const seatings = new WeakMap<readonly Group[], Seating>()
/** A seating may change with the next event; fewer looks than these cost less than a map of it. */
const OFTEN = 8

export const groupOf = (run: Pick<Run, 'groups'>, seat: SeatNumber): Group | undefined => {
  const { groups } = run
  const seating = seatings.get(groups) ?? { looks: 0, bySeat: undefined }
  seatings.set(groups, seating)
  seating.looks += 1
  if (seating.looks < OFTEN) return groups.find(({ seats }) => seats.includes(seat))
  seating.bySeat ??= new Map(groups.flatMap((group) => group.seats.map((one) => [one, group] as const)))
  return seating.bySeat.get(seat)
}

/** Whether a seat was chosen to sit in front of the others. */
export const isOnStage = (run: Pick<Run, 'plan' | 'at' | 'roles'>, seat: SeatNumber): boolean => {
  const format = formatAt(run)
  return format !== undefined && stagePartsOf(format).some((part) => run.roles.get(seat)?.includes(part))
}

/** Where the room would go next, and whether people must be put into groups for it. */
export type Next = { at: At; isNewBlock: boolean; deals: 'anew' | 'apart' | 'no'; byBell: boolean }

type Course = Pick<Run, 'plan' | 'at' | 'turns' | 'groups'>

/**
 * `byBell`: within a part of the session the bell leads on by itself; from one part to the next only a host does.
 */
export const nextOf = (run: Course): Next | undefined => {
  if (run.at) {
    const format = formatAt(run)
    const place = format && nextPlace(format, run.at, run.turns)
    if (format && place) {
      const isNewTurn = place.turn !== run.at.turn
      const regroups = isGrouped(format) && format.regroups === 'each-turn' && isNewTurn && place.turn > 1
      const isLater = regroups && place.turn <= run.turns
      return {
        at: { ...place, block: run.at.block },
        isNewBlock: false,
        deals: isLater ? 'anew' : 'no',
        byBell: true,
      }
    }
  }
  return beginning(run, run.at ? run.at.block + 1 : 0)
}

const beginning = (run: Course, block: number): Next | undefined => {
  const next = run.plan.blocks[block]
  const place = next && firstPlace(next.format, turnsOf(next.format, 1))
  if (!next || !place) return undefined
  const keeps = next.spread === 'together' && fits(run, next.format)
  const deals = isGrouped(next.format) ? (keeps ? 'no' : 'anew') : run.groups.length > 0 ? 'apart' : 'no'
  return { at: { ...place, block }, isNewBlock: true, deals, byBell: false }
}

/** Whether the groups as they are could go on with a format. */
const fits = (run: Course, { groups }: Format) =>
  groups !== 'everyone' &&
  run.groups.length > 0 &&
  run.groups.every(({ seats }) => seats.length <= groups.most)

/** How many turns a part of the session has with these groups. */
export const turnsWith = (format: Format, groups: readonly { seats: readonly unknown[] }[]): number =>
  turnsOf(format, Math.max(1, ...groups.map(({ seats }) => seats.length)))
