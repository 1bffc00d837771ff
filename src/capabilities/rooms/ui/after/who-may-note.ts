import type { Plan } from '../../domain/plan/plan.ts'
import type { Heard } from '../../domain/stream/hear.ts'

/** Whether she writes the take-aways now; else who does, or that nothing is written down. */
export type Noting =
  | { kind: 'hers' }
  | { kind: 'kept-by'; name: string }
  | { kind: 'hosts' }
  | { kind: 'no-notes' }
  | { kind: 'over' }

const KEEPS_NOTES = ['note-taker', 'secretary']
/** In a whole room larger than this the hosts write, so that the list stays one that somebody reads. */
const MOST_WHO_WRITE = 12

/** Where nobody of a group keeps the notes, any of them may write. */
export const whoMayNote = (heard: Heard, plan: Plan): Noting => {
  const { room, mine, group, people } = heard
  if (room?.status === 'over') return { kind: 'over' }
  const block = room?.at && plan.blocks[room.at.block]
  if (block?.format.keepsNoNotes) return { kind: 'no-notes' }
  if (!group) return mine?.isHost || people <= MOST_WHO_WRITE ? { kind: 'hers' } : { kind: 'hosts' }
  const keeper = group.seats.find(({ roles }) => roles.some((role) => KEEPS_NOTES.includes(role)))
  return keeper && keeper.seat !== mine?.seat ? { kind: 'kept-by', name: keeper.name } : { kind: 'hers' }
}
