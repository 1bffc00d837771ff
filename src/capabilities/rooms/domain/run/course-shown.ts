import { stepAt } from '../format/course.ts'
import type { Step } from '../format/format.ts'
import type { Block, Plan } from '../plan/plan.ts'
import { nextOf } from './place.ts'
import type { RoomPart } from './view.ts'

/** A step of the plan as a page shows it. */
export type StepShown = { block: Block; step: Step; turn: number; turns: number }

export type ComingShown = StepShown & {
  isNewBlock: boolean
  isNewTurn: boolean
  /** The bell leads there by itself. */
  byBell: boolean
}

/** The step that runs; undefined while the room waits. */
export const stepShown = (plan: Plan, room: RoomPart): StepShown | undefined => {
  const block = room.at && plan.blocks[room.at.block]
  const step = block && room.at && stepAt(block.format, room.at, room.turns)
  return block && step && room.at ? { block, step, turn: room.at.turn, turns: room.turns } : undefined
}

/** Where the room would go next, from what every page knows; undefined after the last step. */
export const comingShown = (plan: Plan, room: RoomPart): ComingShown | undefined => {
  const next = nextOf({ plan, at: room.at, turns: room.turns, groups: [] })
  const block = next && plan.blocks[next.at.block]
  // How many turns another part of the session has is known only when its groups are.
  const turns = next?.isNewBlock ? 1 : room.turns
  const step = block && stepAt(block.format, next.at, turns)
  if (!next || !step) return undefined
  const isNewTurn = !next.isNewBlock && next.at.turn !== room.at?.turn && next.at.turn <= turns
  const { isNewBlock, byBell } = next
  return { block, step, turn: next.at.turn, turns, isNewBlock, isNewTurn, byBell }
}
