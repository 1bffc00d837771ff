import type { Plan } from '../../domain/plan/plan.ts'
import { keepsNotes, MOST_WHO_WRITE } from '../../domain/run/takeaways.ts'
import type { Heard } from '../../domain/stream/hear.ts'

/** Whether she writes the take-aways now; else who does, or that nothing is written down. */
export type Noting =
  | { kind: 'hers' }
  | { kind: 'kept-by'; name: string }
  | { kind: 'hosts' }
  | { kind: 'no-notes' }
  | { kind: 'over' }

/** The room holds to the same. Where nobody of a group keeps the notes, any of them may write. */
export const whoMayNote = (heard: Heard, plan: Plan): Noting => {
  const { room, mine, group, people } = heard
  if (room?.status === 'over') return { kind: 'over' }
  const block = room?.at && plan.blocks[room.at.block]
  if (block?.format.keepsNoNotes) return { kind: 'no-notes' }
  const isWhole = !mine?.isAtTheDoor && people <= MOST_WHO_WRITE
  if (!group) return mine?.isHost || isWhole ? { kind: 'hers' } : { kind: 'hosts' }
  const keeper = group.seats.find(({ roles }) => keepsNotes(roles))
  return keeper && keeper.seat !== mine?.seat ? { kind: 'kept-by', name: keeper.name } : { kind: 'hers' }
}
