import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { type PlanShown, showPlanOf } from '../domain/plan-shown.ts'
import { questionsOf } from '../domain/questions.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import { askedOn } from '../domain/survey/turns.ts'
import { attributes, everyone } from '../domain/tables/attributes.ts'
import { burdenOf } from '../domain/tables/further.ts'
import { showTables } from '../domain/tables/tables-shown.ts'
import { groupBounds } from '../domain/wave.ts'
import { secondsPerKey } from '../keys/make-keys.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'
import { localText } from './local-times.server.ts'
import { planFurther } from './plan-further.server.ts'
import { previewPlan } from './read-waves.server.ts'

type AskedPlan = {
  instrument: string
  audience: readonly string[]
  minimumGroup: number
  paper?: readonly string[]
  furtherTables?: readonly string[]
}
type On = { checkins: Checkins; actor: Actor }

/** What would be published if a wave were announced now, for its planner to look at; refused as `previewPlan` is. */
export const showPlan = async (asked: AskedPlan, on: On): Promise<Result<PlanShown, CheckinRefusal>> => {
  const { minimumGroup } = asked
  if (!(minimumGroup >= groupBounds.least && minimumGroup <= groupBounds.most))
    return refuse({ code: 'checkins/minimum-group-out-of-range' })
  const preview = await previewPlan(asked, on)
  if (!preview.ok) return preview
  const tables = await previewTables({ asked, plan: preview.value.plan }, on)
  return accept({ ...showPlanOf({ ...preview.value, minimumGroup }), ...(tables ? { tables } : {}) })
}

/** Every table that could be, and what those that were chosen would ask; by the questions and the day as they are now. */
const previewTables = (given: { asked: AskedPlan; plan: ReportingPlan }, on: On) =>
  on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const { asked, plan } = given
    const { language, timeZone } = on.actor.organisation
    const instrument = (await instrumentsOf(tx, on.checkins)).get(asked.instrument)
    if (!instrument) return undefined
    const today = localText(on.checkins.clock.now(), timeZone).slice(0, 10)
    const { planned, tables } = await planFurther(tx, {
      plan,
      chosen: attributes,
      questions: questionsOf(askedOn(instrument, today), language),
      k: asked.minimumGroup,
      today,
    })
    const chosen = tables.filter(
      ({ attribute }) => attribute === everyone || asked.furtherTables?.includes(attribute),
    )
    const burden = burdenOf({ groups: plan.groups.length, tables: chosen })
    return showTables({ planned, burden, k: asked.minimumGroup, secondsPerKey })
  })
