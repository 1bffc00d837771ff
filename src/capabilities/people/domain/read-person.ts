import { accept, type Result, refuse } from '#kernel/result.ts'
import type { FieldProblem, Fields } from './refusals.ts'
import { readEmail, whyNoEmail } from './roster/cells/email.ts'
import { readLanguages } from './roster/cells/languages.ts'
import { readStartDay } from './roster/cells/start-day.ts'
import { cleanText, isFormula, lengthOf } from './roster/cells/text.ts'

export type TypedPerson = Record<
  'name' | 'profession' | 'email' | 'languages' | 'startOn' | 'manager' | 'workplace' | 'shift',
  string
>
/** `manager` is still what was typed: a name or an address. */
export type ReadPerson = {
  name: string
  profession: string
  email: string | null
  languages: string[]
  startOn: string | null
  manager: string
  workplace: string | null
  shift: string | null
}

const longest = { name: 120, profession: 80, workplace: 80, shift: 80 }

/** Reads a person as typed into a form, by the rules of a staff list; every field that is not right, at once. */
export const readPerson = (given: { typed: TypedPerson; today: string }): Result<ReadPerson, Fields> => {
  const { typed, today } = given
  const problems: Record<string, FieldProblem> = {}
  const text = (field: keyof TypedPerson): string => {
    if (isFormula(typed[field])) problems[field] = 'text-is-formula'
    return cleanText(typed[field])
  }
  const name = text('name')
  if (!/\p{L}/u.test(name)) problems.name ??= 'name-missing'
  else if (lengthOf(name) > longest.name) problems.name ??= 'name-too-long'
  const profession = text('profession')
  if (profession === '') problems.profession ??= 'profession-missing'
  else if (lengthOf(profession) > longest.profession) problems.profession ??= 'profession-too-long'
  const address = text('email')
  const email = address === '' ? null : readEmail(address)
  if (address !== '' && email === null) problems.email ??= whyNoEmail(address)
  const languages = readLanguages(text('languages'))
  if (languages.unknown.length > 0) problems.languages ??= 'language-not-known'
  const day = text('startOn')
  const start = day === '' ? null : readStartDay({ text: day, order: 'day-first', today })
  if (start?.ok === false) problems.startOn ??= start.refusal
  const manager = text('manager')
  const optional = (field: 'workplace' | 'shift') => {
    const said = text(field)
    if (lengthOf(said) > longest[field]) problems[field] ??= `${field}-too-long`
    return said === '' ? null : said
  }
  const workplace = optional('workplace')
  const shift = optional('shift')
  if (Object.keys(problems).length > 0) return refuse(problems)
  return accept({
    name,
    profession,
    email,
    languages: languages.codes,
    startOn: start?.ok ? start.value : null,
    manager,
    workplace,
    shift,
  })
}
