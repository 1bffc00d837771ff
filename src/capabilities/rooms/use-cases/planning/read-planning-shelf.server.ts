import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Dilemma } from '../../domain/dilemma.ts'
import type { ShippedFormat } from '../../domain/format/shipped-format.ts'
import type { ReadyPlan } from '../../domain/plan/ready-plan.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import { mayPlanRooms } from '../../policy.server.ts'
import type { Rooms } from '../../rooms.server.ts'

export type PlanningShelf = {
  formats: readonly ShippedFormat[]
  dilemmas: readonly Dilemma[]
  plans: readonly ReadyPlan[]
}

/** What a session is composed from, for whoever plans one. */
export const readPlanningShelf = (on: { rooms: Rooms; actor: Actor }): Result<PlanningShelf, RoomRefusal> =>
  mayPlanRooms(on.actor)
    ? accept({
        formats: [...on.rooms.formats.values()],
        dilemmas: [...on.rooms.dilemmas.values()],
        plans: [...on.rooms.plans.values()],
      })
    : refuse({ code: 'rooms/not-allowed' })
