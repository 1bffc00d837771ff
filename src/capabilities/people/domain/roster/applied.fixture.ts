import type { ExistingMember, ExistingUnit, ImportPlan, PersonRef } from './plan.ts'
import type { RosterColumn, RosterRow } from './row.ts'

export type Roster = { members: ExistingMember[]; units: ExistingUnit[] }

/** Rows of a list, numbered from 2 as under one row of headings. */
export const rowsOf = (lists: readonly Partial<Record<RosterColumn, string>>[]): RosterRow[] =>
  lists.map((cells, at) => ({ line: at + 2, cells, hasExtraCells: false }))

export const member = (given: Partial<ExistingMember> & { id: string; name: string }): ExistingMember => ({
  email: null,
  unitPath: ['Surgery'],
  profession: 'Nurse',
  languages: [],
  startOn: null,
  workplace: null,
  shift: null,
  managerId: null,
  active: true,
  ...given,
})

/** The roster after a plan was carried out, as the database would hold it. */
export function applied({ plan, roster }: { plan: ImportPlan; roster: Roster }): Roster {
  const prefix = `new${roster.members.length}-`
  const idOf = (ref: PersonRef | null) =>
    ref === null ? null : ref.kind === 'member' ? ref.id : prefix + ref.line
  const changes = new Map(plan.change.map((change) => [change.member, change.after]))
  const closed = new Set(plan.close)
  const kept = roster.members.map((here) => {
    const { manager, ...fields } = changes.get(here.id) ?? {}
    const managed = manager === undefined ? here : { ...here, managerId: idOf(manager) }
    return { ...managed, ...fields, ...(closed.has(here.id) ? { active: false } : {}) }
  })
  const added = plan.add.map(({ line, manager, ...fields }) => ({
    ...fields,
    id: prefix + line,
    managerId: idOf(manager),
    active: true,
  }))
  const made = plan.unitsToMake.map((path) => ({ id: path.join('/'), path }))
  return { members: [...kept, ...added], units: [...roster.units, ...made] }
}
