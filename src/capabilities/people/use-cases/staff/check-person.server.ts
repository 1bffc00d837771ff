import type { MemberId, UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import {
  findByEmailOrName,
  hasUnit,
  isEmailTaken,
  isManagedBy,
  type PersonToKeep,
} from '../../data/change-people.server.ts'
import { type ReadPerson, readPerson, type TypedPerson } from '../../domain/read-person.ts'
import type { FieldProblem, PeopleRefusal } from '../../domain/refusals.ts'
import { readEmail } from '../../domain/roster/cells/email.ts'
import { managerText } from '../../domain/who-manages.ts'

type Manager = { id: MemberId; name: string; email: string | null }

/** A person as typed, held against who is here: the address is free, the team there, the manager one and no circle. */
export const checkPerson = async (
  tx: Tx,
  given: {
    id: MemberId
    typed: TypedPerson & { unit: string }
    today: string
    managerNow: Manager | null
  },
): Promise<Result<PersonToKeep, PeopleRefusal>> => {
  const read = readPerson({ typed: given.typed, today: given.today })
  if (!read.ok) return refuse({ code: 'people/fields', fields: read.refusal })
  const person = read.value
  const unit = given.typed.unit as UnitId
  const problems: Record<string, FieldProblem> = {}
  if (!(await hasUnit(tx, unit))) problems.unit = 'unit-unknown'
  if (person.email !== null && (await isEmailTaken(tx, { email: person.email, but: given.id })))
    problems.email = 'email-taken'
  const manager = await findManager(tx, { ...given, person })
  if (typeof manager === 'string' && isProblem(manager)) problems.manager = manager
  if (Object.keys(problems).length > 0) return refuse({ code: 'people/fields', fields: problems })
  return accept({ ...person, unit, manager: manager as MemberId | null })
}

const managerProblems = ['manager-unknown', 'manager-unclear', 'manager-self', 'manager-circle'] as const
type ManagerProblem = (typeof managerProblems)[number]
const isProblem = (text: string): text is ManagerProblem =>
  (managerProblems as readonly string[]).includes(text)

const findManager = async (
  tx: Tx,
  given: { id: MemberId; person: ReadPerson; managerNow: Manager | null },
): Promise<MemberId | null | ManagerProblem> => {
  const text = given.person.manager
  if (text === '') return null
  // What was not touched stays, even where two people of that name are here.
  if (given.managerNow && text === managerText(given.managerNow)) return given.managerNow.id
  const [found, another] = await findByEmailOrName(tx, { email: readEmail(text) ?? text, name: text })
  if (found === undefined) return 'manager-unknown'
  if (another !== undefined) return 'manager-unclear'
  if (found === given.id) return 'manager-self'
  return (await isManagedBy(tx, { manager: found, member: given.id })) ? 'manager-circle' : found
}
