import { listStaff } from '#capabilities/people/index.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Instrument } from '../domain/instrument.ts'
import { questionsOf } from '../domain/questions.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import { askedOn } from '../domain/survey/turns.ts'
import type { Attribute } from '../domain/tables/attributes.ts'
import { blocksOf, sensitiveBlocksOf } from '../domain/tables/blocks.ts'
import { type Described, type PlannedTable, planCategories } from '../domain/tables/categories.ts'
import { type Burden, burdenOf, type FurtherTable, furtherTables } from '../domain/tables/further.ts'
import type { Questions } from '../domain/wave.ts'
import { earlierTables } from './earlier-tables.server.ts'

export type FurtherPlan = {
  readonly planned: readonly PlannedTable[]
  /** What was chosen and would say nothing that the whole does not: all are in one category. */
  readonly pointless: readonly Attribute[]
  readonly tables: readonly FurtherTable[]
}

/** The further tables of a wave as the staff list stands: who is counted in which category, and what each table asks. */
export const planFurther = async (
  tx: Tx,
  given: {
    plan: Pick<ReportingPlan, 'groups'>
    chosen: readonly Attribute[]
    questions: Questions
    k: number
    /** The day by which it is known how long somebody has been here. */
    today: string
  },
): Promise<FurtherPlan> => {
  const { plan, chosen, questions, k, today } = given
  // A sheet makes one ballot, that of the reporting groups: who has one is in no further table.
  const members = plan.groups.flatMap(({ way, members }) => (way === 'paper' ? [] : members))
  const people = chosen.length === 0 ? [] : await describe(tx, members)
  const planned: PlannedTable[] = []
  const pointless: Attribute[] = []
  for (const attribute of chosen) {
    const table = planCategories({
      attribute,
      people,
      k,
      today,
      earlier: await earlierTables(tx, attribute),
    })
    if (table.ok) planned.push(table.value)
    else pointless.push(attribute)
  }
  const tables = furtherTables({
    planned,
    blocks: blocksOf(questions),
    sensitive: sensitiveBlocksOf(questions),
    members,
  })
  return { planned, pointless, tables }
}

/** What a draft would ask of devices and of the machine; a series' turn may differ from its day, and is then asked again. */
export const burdenOfDraft = async (
  tx: Tx,
  given: {
    instrument: Instrument
    day: string
    language: string
    plan: Pick<ReportingPlan, 'groups'>
    chosen: readonly Attribute[]
    k: number
  },
): Promise<Burden> => {
  const questions = questionsOf(askedOn(given.instrument, given.day), given.language)
  const { tables } = await planFurther(tx, { ...given, questions, today: given.day })
  return burdenOf({ groups: given.plan.groups.length, tables })
}

const describe = async (tx: Tx, members: readonly string[]): Promise<Described[]> => {
  const asked = new Set(members)
  return (await listStaff(tx))
    .filter(({ id }) => asked.has(id))
    .map(({ id, profession, workplace, shift, startOn }) => ({
      member: id,
      profession,
      workplace,
      shift,
      startOn,
    }))
}
