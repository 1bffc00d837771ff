import type { Step } from '../format/format.ts'
import type { Plan } from '../plan/plan.ts'
import { stepShown } from '../run/course-shown.ts'
import { nameOf, pairOf } from '../run/hearers.ts'
import type { Neighbour } from '../run/view.ts'
import type { Heard } from './hear.ts'

/** Who hears what somebody writes without choosing. */
export type Near = 'room' | 'group' | 'pair'

/** Whether somebody may write now, worked out from what her page knows; the server decides. */
export type Standing =
  | { kind: 'writes'; near: Near; toRoom: boolean; key: string | undefined }
  | { kind: 'turned-away' }
  | { kind: 'muted'; reason: string }
  /** Others speak in this step: whom she knows of them. */
  | { kind: 'listens'; to: readonly Neighbour[] }
  | { kind: 'silent' }
  | { kind: 'closed' }

export const standingOf = (heard: Heard, plan: Plan): Standing => {
  const { room, mine } = heard
  if (!room || !mine) return { kind: 'silent' }
  const step = stepShown(plan, room)?.step
  if (mine.isMuted) return { kind: 'muted', reason: mine.reason }
  if (isTurnedAway(mine.roles, step)) return { kind: 'turned-away' }
  const { near, key } = nearOf(heard, step)
  const toRoom = mine.isHost || room.chat.isOpen
  if (!mine.isHost) {
    const speaks = step?.speaks ?? 'everyone'
    if (speaks === 'nobody') return { kind: 'silent' }
    if (speaks !== 'everyone') {
      const others = speakersAmong(heard, step, speaks)
      const isMine = mine.roles.some((role) => speaks.includes(role))
      const hasPart = plan.blocks[room.at?.block ?? 0]?.format.roles.some(
        ({ id, kind }) => kind === 'part' && mine.roles.includes(id),
      )
      if (!isMine && (hasPart || others.length > 0)) return { kind: 'listens', to: others }
    }
  }
  if (near === undefined) return toRoom ? { kind: 'writes', near: 'room', toRoom, key } : { kind: 'silent' }
  if (near === 'room' && !toRoom) return { kind: 'closed' }
  return { kind: 'writes', near, toRoom, key }
}

export const isTurnedAway = (roles: readonly string[], step: Step | undefined): boolean =>
  step?.turnedAway.some((role) => roles.includes(role)) ?? false

/** Those of her group, or on stage, who have one of these parts. */
const speakersAmong = (heard: Heard, step: Step | undefined, parts: readonly string[]): Neighbour[] => {
  const around = step?.together === 'everyone' ? (heard.room?.stage ?? []) : (heard.group?.seats ?? [])
  return around.filter(({ roles }) => roles.some((role) => parts.includes(role)))
}

/** The same as the room works out for her: `key` names it, so that late words reach nobody else. */
const nearOf = (
  heard: Heard,
  step: Step | undefined,
): { near: Near | undefined; key: string | undefined } => {
  const together = step?.together ?? 'everyone'
  if (together === 'everyone') return { near: 'room', key: nameOf({ to: 'room' }) }
  const { group, mine } = heard
  if (!group || !mine || together === 'alone') return { near: undefined, key: undefined }
  const here = { group: group.number, dealt: group.dealt }
  if (together === 'groups') return { near: 'group', key: nameOf({ to: 'group', ...here }) }
  const seats = group.seats.map(({ seat }) => seat)
  return { near: 'pair', key: nameOf({ to: 'pair', ...here, pair: pairOf(seats, mine.seat) }) }
}

/** Those in whose pair she is now. */
export const pairMates = (heard: Heard): readonly Neighbour[] => {
  const { group, mine } = heard
  if (!group || !mine) return []
  const seats = group.seats.map(({ seat }) => seat)
  const pair = pairOf(seats, mine.seat)
  return group.seats.filter(({ seat }) => pairOf(seats, seat) === pair)
}
