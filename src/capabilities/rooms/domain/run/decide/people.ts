import { accept, type Result, refuse } from '#kernel/result.ts'
import { dutiesOf, turnPart } from '../../format/format.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { HostCommand, HouseCommand, SeatCommand } from '../commands.ts'
import { mostInAGroup } from '../door.ts'
import type { RoomEvent } from '../events.ts'
import { formatAt, groupOf, stepNow } from '../place.ts'
import type { Group, Run, SeatNumber } from '../state.ts'

type Decided = Result<RoomEvent[], RoomRefusal>
type Of<K> = Extract<SeatCommand | HostCommand | HouseCommand, { do: K }>

export const MOST_SEATS = 12_000
export const LONGEST_NAME = 40

/** Seats are given in order; the house has drawn the number. */
export const sit = (run: Run, { do: _, ...seat }: Of<'sit'>, now: number): Decided => {
  if (run.status === 'over') return refuse({ code: 'rooms/over' })
  if (run.seats.size >= MOST_SEATS) return refuse({ code: 'rooms/room-full', most: MOST_SEATS })
  if (run.seats.has(seat.seat)) return accept([])
  const name = asName(seat.name)
  return name.ok ? accept([{ kind: 'sat', ...seat, name: name.value, when: now }]) : name
}

/** Not while turned away or muted: forty letters are enough to say something. */
export const rename = (run: Run, by: SeatNumber, asked: Of<'rename'>): Decided => {
  if (run.seats.get(by)?.isMuted) return refuse({ code: 'rooms/muted' })
  if (turnedAwayNow(run, by)) return refuse({ code: 'rooms/turned-away' })
  const name = asName(asked.name)
  return name.ok ? accept([{ kind: 'renamed', seat: by, name: name.value }]) : name
}

const asName = (text: string): Result<string, RoomRefusal> => {
  const name = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  return [...name].length <= LONGEST_NAME
    ? accept(name)
    : refuse({ code: 'rooms/name-too-long', most: LONGEST_NAME })
}

/** What the house sees of pages that open and close. Who left on purpose comes back on purpose, not by a page. */
export const notice = (
  run: Run,
  seat: SeatNumber,
  seen: { presence: 'here' | 'away'; now: number },
): Decided => (run.seats.get(seat)?.presence === 'left' ? accept([]) : changePresence(run, seat, seen))

export const changePresence = (
  run: Run,
  seat: SeatNumber,
  { presence, now }: { presence: 'here' | 'away' | 'left'; now: number },
): Decided => {
  const was = run.seats.get(seat)?.presence
  if (was === presence || was === 'removed') return accept([])
  if (presence === 'left' && isLastHost(run, seat)) return refuse({ code: 'rooms/last-host' })
  return accept([{ kind: 'presence-changed', seat, presence, when: now }])
}

export const isLastHost = (run: Run, seat: SeatNumber): boolean =>
  run.status !== 'over' && run.hosts.has(seat) && run.hosts.size === 1

export const takePart = (run: Run, by: SeatNumber, { isPart }: Of<'take-part'>): Decided =>
  run.seats.get(by)?.takesPart === isPart
    ? accept([])
    : accept([{ kind: 'took-part', seat: by, takesPart: isPart }])

export const nameHost = (run: Run, { seat, isHost }: Of<'name-host'>): Decided => {
  if (!run.seats.has(seat)) return refuse({ code: 'rooms/seat-unknown' })
  if (run.hosts.has(seat) === isHost) return accept([])
  const gone = isHost && whyGone(run, seat)
  if (gone) return refuse(gone)
  if (!isHost && isLastHost(run, seat)) return refuse({ code: 'rooms/last-host' })
  return accept([{ kind: 'host-named', seat, isHost }])
}

/** Whoever is not in the room neither leads it nor sits in a group of it. */
const whyGone = (run: Run, seat: SeatNumber): RoomRefusal | undefined => {
  const presence = run.seats.get(seat)?.presence
  if (presence === 'removed') return { code: 'rooms/seat-removed' }
  return presence === 'left' ? { code: 'rooms/seat-left' } : undefined
}

export const nameCaptioner = (run: Run, { seat, isCaptioner }: Of<'name-captioner'>): Decided => {
  const found = run.seats.get(seat)
  if (!found) return refuse({ code: 'rooms/seat-unknown' })
  return found.isCaptioner === isCaptioner
    ? accept([])
    : accept([{ kind: 'captioner-named', seat, isCaptioner }])
}

/** Only with a reason, which the person reads. */
export const mute = (run: Run, { seat, isMuted, reason }: Of<'mute'>): Decided => {
  if (!run.seats.has(seat)) return refuse({ code: 'rooms/seat-unknown' })
  if (isMuted && reason.trim() === '') return refuse({ code: 'rooms/reason-missing' })
  return accept([{ kind: 'muted', seat, isMuted, reason: reason.trim() }])
}

export const remove = (run: Run, { seat, reason }: Of<'remove'>, now: number): Decided => {
  if (!run.seats.has(seat)) return refuse({ code: 'rooms/seat-unknown' })
  if (reason.trim() === '') return refuse({ code: 'rooms/reason-missing' })
  if (isLastHost(run, seat)) return refuse({ code: 'rooms/last-host' })
  return accept([{ kind: 'removed', seat, reason: reason.trim(), when: now }])
}

export const raiseHand = (run: Run, seat: SeatNumber, isUp: boolean): Decided =>
  run.hands.includes(seat) === isUp ? accept([]) : accept([{ kind: 'hand-changed', seat, isUp }])

export const beReady = (run: Run, seat: SeatNumber, isReady: boolean): Decided =>
  run.ready.has(seat) === isReady ? accept([]) : accept([{ kind: 'ready-changed', seat, isReady }])

export const askForHelp = (run: Run, by: SeatNumber, { isAsked }: Of<'ask-for-help'>): Decided => {
  const group = groupOf(run, by)
  if (!group) return refuse({ code: 'rooms/not-in-a-group' })
  return run.asking.has(group.number) === isAsked
    ? accept([])
    : accept([{ kind: 'help-asked', group: group.number, isAsked }])
}

/** The host puts somebody into a group: from the door, or from another group. */
export const place = (run: Run, { seat, group }: Of<'place'>): Decided => {
  if (!run.seats.has(seat)) return refuse({ code: 'rooms/seat-unknown' })
  const to = run.groups.find(({ number }) => number === group)
  if (!to) return refuse({ code: 'rooms/group-unknown' })
  if (to.seats.includes(seat)) return accept([])
  const gone = whyGone(run, seat)
  if (gone) return refuse(gone)
  const most = mostInAGroup(run)
  if (to.seats.length >= most) return refuse({ code: 'rooms/group-full', most })
  return accept([
    { kind: 'placed', seat, group },
    {
      kind: 'role-changed',
      seat,
      roles: hasHerTurnBack(run, seat, to) ? hers(run, seat) : roleOfTheRest(run),
    },
  ])
}

const hers = (run: Run, seat: SeatNumber) => run.roles.get(seat) ?? []

/** Who left within her turn and sits down again has it, where nobody has taken it over. */
const hasHerTurnBack = (run: Run, seat: SeatNumber, { seats }: Pick<Group, 'seats'>) => {
  const format = formatAt(run)
  const turn = format && turnPart(format)?.id
  const has = (one: SeatNumber) => turn !== undefined && hers(run, one).includes(turn)
  return run.atTheDoor.includes(seat) && has(seat) && !seats.some(has)
}

const roleOfTheRest = (run: Run): string[] =>
  formatAt(run)?.roles.flatMap((role) => (role.kind === 'part' && role.whose === 'rest' ? [role.id] : [])) ??
  []

/** Somebody of the group takes a duty over from whoever has it. */
export const takeDuty = (run: Run, by: SeatNumber, { duty }: Of<'take-duty'>): Decided => {
  const group = groupOf(run, by)
  const format = formatAt(run)
  if (!group || !format) return refuse({ code: 'rooms/not-in-a-group' })
  if (!dutiesOf(format).some(({ id }) => id === duty)) return refuse({ code: 'rooms/duty-unknown' })
  const rolesOf = (seat: SeatNumber) => run.roles.get(seat) ?? []
  if (rolesOf(by).includes(duty)) return accept([])
  const hadIt = group.seats.filter((seat) => rolesOf(seat).includes(duty))
  return accept([
    ...hadIt.map(
      (seat): RoomEvent => ({
        kind: 'role-changed',
        seat,
        roles: rolesOf(seat).filter((role) => role !== duty),
      }),
    ),
    { kind: 'role-changed', seat: by, roles: [...rolesOf(by), duty] },
  ])
}

/** She would rather not, today: the duty goes to the next of her group, and does not come to her again. */
export const skipDuty = (run: Run, by: SeatNumber, { duty }: Of<'skip-duty'>): Decided => {
  const seat = run.seats.get(by)
  if (!seat) return refuse({ code: 'rooms/seat-unknown' })
  const skips: RoomEvent[] = seat.skips.includes(duty)
    ? []
    : [{ kind: 'duties-skipped', seat: by, duties: [...seat.skips, duty] }]
  const mine = run.roles.get(by) ?? []
  if (!mine.includes(duty)) return accept(skips)
  const next = nextFor(run, by, duty)
  return accept([
    ...skips,
    { kind: 'role-changed', seat: by, roles: mine.filter((role) => role !== duty) },
    ...(next === undefined
      ? []
      : [{ kind: 'role-changed' as const, seat: next, roles: [...(run.roles.get(next) ?? []), duty] }]),
  ])
}

const nextFor = (run: Run, by: SeatNumber, duty: string): SeatNumber | undefined => {
  const seats = groupOf(run, by)?.seats ?? []
  const at = seats.indexOf(by)
  const round = [...seats.slice(at + 1), ...seats.slice(0, at)]
  const isFree = (seat: SeatNumber) =>
    run.seats.get(seat)?.presence === 'here' &&
    !run.seats.get(seat)?.skips.includes(duty) &&
    !turnedAwayNow(run, seat)
  return round.find(isFree)
}

/** Whether a seat has turned away in the step that runs: it reads, and cannot write. */
export const turnedAwayNow = (run: Run, seat: SeatNumber): boolean => {
  const step = stepNow(run)
  return (run.roles.get(seat) ?? []).some((role) => step?.turnedAway.includes(role))
}
