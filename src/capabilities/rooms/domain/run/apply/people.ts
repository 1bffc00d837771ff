import type { Role } from '../../format/format.ts'
import type { RoomEvent } from '../events.ts'
import { formatAt } from '../place.ts'
import type { Run, Seat, SeatNumber } from '../state.ts'

type Of<K extends RoomEvent['kind']> = Extract<RoomEvent, { kind: K }>

export const sat = (run: Run, event: Of<'sat'>): void => {
  run.seats.set(event.seat, {
    name: event.name,
    profession: event.profession,
    takesPart: !event.isHost,
    presence: 'here',
    isMuted: false,
    isCaptioner: false,
    reason: '',
    skips: [],
    heldBefore: event.held,
  })
  if (event.isHost) run.hosts.add(event.seat)
  waitAtTheDoor(run, event.seat)
}

export const renamed = (run: Run, { seat, name }: Of<'renamed'>): void => change(run, seat, { name })

export const tookPart = (run: Run, { seat, takesPart }: Of<'took-part'>): void => {
  change(run, seat, { takesPart })
  if (takesPart) {
    takeUp(run, seat)
    waitAtTheDoor(run, seat)
  } else leaveGroup(run, seat)
}

/**
 * Who is away keeps seat, group and turn. Who leaves gives up the group, and finds the seat again on coming back; within
 * the same turn also her part, so that nobody who has turned away writes after going out and in.
 */
export const presenceChanged = (run: Run, { seat, presence }: Of<'presence-changed'>): void => {
  const was = run.seats.get(seat)?.presence
  change(run, seat, { presence })
  if (presence === 'left') leaveGroup(run, seat)
  if (was !== 'left' || presence !== 'here') return
  takeUp(run, seat)
  waitAtTheDoor(run, seat)
}

export const removed = (run: Run, { seat, reason }: Of<'removed'>): void => {
  change(run, seat, { presence: 'removed', reason })
  run.hosts.delete(seat)
  leaveGroup(run, seat)
}

export const muted = (run: Run, { seat, isMuted, reason }: Of<'muted'>): void =>
  change(run, seat, { isMuted, reason: isMuted ? reason : '' })

export const captionerNamed = (run: Run, { seat, isCaptioner }: Of<'captioner-named'>): void =>
  change(run, seat, { isCaptioner })

export const hostNamed = (run: Run, { seat, isHost }: Of<'host-named'>): void => {
  if (isHost) run.hosts.add(seat)
  else run.hosts.delete(seat)
}

export const handChanged = (run: Run, { seat, isUp }: Of<'hand-changed'>): void => {
  const others = run.hands.filter((hand) => hand !== seat)
  run.hands = isUp ? [...others, seat] : others
}

export const readyChanged = (run: Run, { seat, isReady }: Of<'ready-changed'>): void => {
  if (isReady) run.ready.add(seat)
  else run.ready.delete(seat)
}

export const helpAsked = (run: Run, { group, isAsked }: Of<'help-asked'>): void => {
  if (isAsked) run.asking.add(group)
  else run.asking.delete(group)
}

const change = (run: Run, seat: SeatNumber, to: Partial<Seat>) => {
  const was = run.seats.get(seat)
  if (was) run.seats.set(seat, { ...was, ...to })
}

const waitAtTheDoor = (run: Run, seat: SeatNumber) => {
  const sits = run.groups.some(({ seats }) => seats.includes(seat)) || run.atTheDoor.includes(seat)
  if (run.groups.length > 0 && run.seats.get(seat)?.takesPart && !sits)
    run.atTheDoor = [...run.atTheDoor, seat]
}

const leaveGroup = (run: Run, seat: SeatNumber) => {
  run.groups = run.groups.map((group) =>
    group.seats.includes(seat) ? { ...group, seats: group.seats.filter((other) => other !== seat) } : group,
  )
  run.atTheDoor = run.atTheDoor.filter((other) => other !== seat)
  run.hands = run.hands.filter((other) => other !== seat)
  run.ready.delete(seat)
  const roles = run.roles.get(seat)
  if (roles) run.laidDown.set(seat, roles)
  run.roles.delete(seat)
}

/** Her part of this turn, without duties: others have them. One in front of all only where it is still free. */
const takeUp = (run: Run, seat: SeatNumber) => {
  const format = formatAt(run)
  const laidDown = run.laidDown.get(seat)
  run.laidDown.delete(seat)
  const parts = (format?.roles ?? []).flatMap((role) =>
    role.kind === 'part' && laidDown?.includes(role.id) && isFree(run, role) ? [role.id] : [],
  )
  if (parts.length > 0) run.roles.set(seat, parts)
}

const isFree = (run: Run, role: Extract<Role, { kind: 'part' }>) =>
  role.whose !== 'stage' || [...run.roles.values()].filter((has) => has.includes(role.id)).length < role.most
