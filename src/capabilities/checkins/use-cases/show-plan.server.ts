import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { type PlanShown, showPlanOf } from '../domain/plan-shown.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { groupBounds } from '../domain/wave.ts'
import { previewPlan } from './read-waves.server.ts'

/** What would be published if a wave were announced now, for its planner to look at; refused as `previewPlan` is. */
export const showPlan = async (
  asked: {
    instrument: string
    audience: readonly string[]
    minimumGroup: number
    paper?: readonly string[]
  },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<PlanShown, CheckinRefusal>> => {
  const { minimumGroup } = asked
  if (!(minimumGroup >= groupBounds.least && minimumGroup <= groupBounds.most))
    return refuse({ code: 'checkins/minimum-group-out-of-range' })
  const preview = await previewPlan(asked, on)
  return preview.ok ? accept(showPlanOf({ ...preview.value, minimumGroup })) : preview
}
