import type { DayOrder } from './cells/start-day.ts'
import type { RosterColumn } from './row.ts'

/** A member as the roster has her now. `startOn` is an ISO day; `unitPath` begins below the organisation. */
export type ExistingMember = {
  id: string
  name: string
  email: string | null
  unitPath: string[]
  profession: string
  languages: string[]
  startOn: string | null
  workplace: string | null
  shift: string | null
  managerId: string | null
  active: boolean
}
export type ExistingUnit = { id: string; path: string[] }

/** Someone after the import: a member who is here already, or the person whom a row will add. */
export type PersonRef = { kind: 'member'; id: string } | { kind: 'row'; line: number }

/** What the import writes about one person. Empty cells never take away what is here. */
export type PersonFields = {
  name: string
  email: string | null
  unitPath: string[]
  profession: string
  languages: string[]
  startOn: string | null
  workplace: string | null
  shift: string | null
  manager: PersonRef | null
  active: boolean
}

export type PersonToAdd = { line: number } & Omit<PersonFields, 'active'>
/** Only the fields that differ, each in both. Moved to another team: `'unitPath' in after`. */
export type PersonToChange = {
  member: string
  line: number
  name: string
  before: Partial<PersonFields>
  after: Partial<PersonFields>
}
export type RowLeftOut = { line: number; name: string; code: ProblemCode }

export type ProblemCode =
  // left out
  | 'row-shifted'
  | 'row-twice'
  | 'cell-is-formula'
  | 'name-missing'
  | 'name-too-long'
  | 'email-incomplete'
  | 'email-letters'
  | 'unit-missing'
  | 'unit-too-deep'
  | 'unit-name-too-long'
  | 'profession-missing'
  | 'profession-too-long'
  | 'workplace-too-long'
  | 'shift-too-long'
  | 'person-unclear'
  // cleared: the row comes in as if the cell were empty (in a circle: without a manager)
  | 'language-unknown'
  | 'start-day-unreadable'
  | 'start-day-impossible'
  | 'start-day-far'
  | 'manager-unknown'
  | 'manager-unclear'
  | 'manager-self'
  | 'manager-circle'
  // mended
  | 'hidden-characters'
  // asked
  | 'email-twice'
  | 'email-shared'
  | 'email-changed'
  | 'email-of-someone-else'
  | 'person-twice'
  | 'person-moved'
  | 'unit-close'
  | 'start-day-order'

/**
 * One answer that may be given. `id` goes back in the decisions; `line` and `unitPath` say what it stands for:
 * `keep` a line; `use` a unit or `make-new` one; `same-person`, `new-person`, `leave-out`; `all-without-address`;
 * `day-first`, `month-first`; for those not in the list `stay` or `close`.
 */
export type Option = { id: string; line?: number; unitPath?: string[] }
/** `chosen` is the decision where one was given that fits, otherwise `options[0]`, the gentlest. */
export type Choice = { id: string; options: Option[]; chosen: string }

/** What the administrator decided: the id of a choice to the id of an option. Others are ignored. */
export type Decisions = Readonly<Record<string, string>>

/**
 * Something to look at. `value` is what the cell says, cleaned and cut to 80 letters; `people` are the names that the
 * sentence needs (the circle, or who has the address here); `suggestion` is the closest team.
 */
export type Problem = {
  code: ProblemCode
  outcome: 'left-out' | 'cleared' | 'mended' | 'asked'
  lines: number[]
  column: RosterColumn | null
  value: string
  people: string[]
  suggestion: string[] | null
  choice: Choice | null
}

/** Everything that an import will do, and nothing else that it does. Previewed and carried out as it stands. */
export type ImportPlan = {
  /** Rows with anything in them: `add`, `change`, `same` and `leftOut` together. */
  rows: number
  add: PersonToAdd[]
  change: PersonToChange[]
  same: number
  leftOut: RowLeftOut[]
  /** Active members whom no row speaks of, not even a row left out. */
  absent: string[]
  /** Those of `absent` whose accounts will be closed: none unless the choice `absent` is `close`. */
  close: string[]
  /** Teams to make, parents before children. */
  unitsToMake: string[][]
  /** How days such as 03/04/2026 were read; null when none is written so. */
  dayOrder: DayOrder | null
  problems: Problem[]
  /** Every choice: those of the problems, and `absent` when somebody is. */
  choices: Choice[]
}
