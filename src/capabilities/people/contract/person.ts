import * as v from 'valibot'
import { id } from './staff.ts'

const text = v.optional(v.pipe(v.string(), v.maxLength(2_000)), '')

/** What the page about one person sends; `readPerson` says what is wrong with a field. */
const typed = {
  name: text,
  unit: v.pipe(v.string('unit-unknown'), v.uuid('unit-unknown')),
  profession: text,
  email: text,
  languages: text,
  startOn: text,
  manager: text,
  workplace: text,
  shift: text,
}
/** `id` comes with the page, so that a form sent twice adds one person. */
export const AddPersonForm = v.strictObject({ id, ...typed })
export const CorrectPersonForm = v.strictObject({ member: id, ...typed })
export const MergePeopleForm = v.strictObject({ member: id, other: id })
