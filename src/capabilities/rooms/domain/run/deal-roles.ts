import { dutiesOf, type Format, stagePartsOf, turnPart } from '../format/format.ts'
import type { DealtRoles } from './events.ts'
import type { At, Group, Run, SeatNumber } from './state.ts'

type Asked = { run: Run; format: Format; groups: readonly Group[]; at: At; turns: number }

/**
 * What everybody is in the turn that begins: one of each group whose turn it is, by the order in which they sit; each
 * duty to whoever had it least often, earlier sessions included, and neither to her nor to somebody who would rather not;
 * everybody else has the part of the rest. Who was chosen for the stage keeps it.
 */
export const dealRoles = (asked: Asked): DealtRoles => {
  const { run, format, groups, at, turns } = asked
  if (groups.length === 0) return stageOnly(run, format)
  const isTurn = at.turn >= 1 && at.turn <= turns
  const dealt: Record<SeatNumber, string[]> = {}
  for (const group of groups) {
    const taker = isTurn ? turnTaker(asked, group) : undefined
    for (const seat of group.seats) dealt[seat] = partOf(asked, seat, taker)
    for (const [seat, duty] of dealDuties(asked, group, taker)) dealt[seat]?.push(duty)
  }
  return dealt
}

const stageOnly = (run: Run, format: Format): DealtRoles => {
  const stage = stagePartsOf(format)
  const kept = [...run.roles].map(
    ([seat, roles]) => [seat, roles.filter((role) => stage.includes(role))] as const,
  )
  return Object.fromEntries(kept.filter(([, roles]) => roles.length > 0))
}

const turnTaker = ({ run, format, at }: Asked, group: Group): SeatNumber | undefined => {
  const part = turnPart(format)?.id
  if (part === undefined) return undefined
  const isHere = (seat: SeatNumber) => run.seats.get(seat)?.presence === 'here'
  const had = run.at?.block === at.block ? run.hadTurn : new Set()
  const waiting = group.seats.filter((seat) => !had.has(seat))
  const isVolunteer = (seat: SeatNumber) => !had.has(seat) && run.roles.get(seat)?.includes(part)
  const volunteer = run.at?.block === at.block && run.at.turn === 0 ? waiting.find(isVolunteer) : undefined
  if (volunteer !== undefined) return volunteer
  // Who has lost the network keeps her turn for later, as long as somebody else is waiting for one.
  return waiting.find(isHere) ?? waiting[0]
}

const partOf = ({ run, format }: Asked, seat: SeatNumber, taker: SeatNumber | undefined): string[] => {
  const stage = (run.roles.get(seat) ?? []).filter((role) => stagePartsOf(format).includes(role))
  if (stage.length > 0) return stage
  const part = format.roles.find(
    (role) => role.kind === 'part' && role.whose === (seat === taker ? 'turn' : 'rest'),
  )
  // A group whose turns are all over talks without parts.
  return part && (taker !== undefined || !turnPart(format)) ? [part.id] : []
}

/**
 * Whoever had a duty least often has it now; among equals the next on the bench after her whose turn it is, so that in a
 * group in which everybody has one turn everybody has each duty once.
 */
const dealDuties = (asked: Asked, group: Group, taker: SeatNumber | undefined): [SeatNumber, string][] => {
  const { run, format } = asked
  const times = (seat: SeatNumber, duty: string) =>
    (run.seats.get(seat)?.heldBefore[duty] ?? 0) + (run.held.get(seat)?.[duty] ?? 0)
  const first = taker === undefined ? 0 : group.seats.indexOf(taker) + 1
  const bench = [...group.seats.slice(first), ...group.seats.slice(0, first)]
  const taken = new Set<SeatNumber>()
  return dutiesOf(format).flatMap((duty): [SeatNumber, string][] => {
    const isOnStage = (seat: SeatNumber) =>
      run.roles.get(seat)?.some((role) => stagePartsOf(format).includes(role))
    const free = bench.filter((seat) => seat !== taker && !taken.has(seat) && !isOnStage(seat))
    const willing = free.filter((seat) => !run.seats.get(seat)?.skips.includes(duty.id))
    const [least] = (willing.length > 0 ? willing : free).toSorted(
      (one, other) => times(one, duty.id) - times(other, duty.id),
    )
    if (least === undefined) return []
    taken.add(least)
    return [[least, duty.id]]
  })
}
