import { error, fail } from '@sveltejs/kit'
import { type PeopleRefusal, statusOf } from '#capabilities/people/index.ts'
import { sayField, sayRefusal } from '#capabilities/people/index.ui.ts'

export type FormValues = Record<string, string | string[]>

/** What a form sent; empty where it cannot be read, which no form allows. */
export const sentBy = (request: Request): Promise<FormData> => request.formData().catch(() => new FormData())

/** What a form sent, without files: a field sent several times is a list. */
export const valuesOf = async (request: Request): Promise<FormValues> => {
  const data = await sentBy(request)
  const values: FormValues = {}
  for (const name of new Set(data.keys())) {
    const texts = data.getAll(name).filter((value) => typeof value === 'string')
    const [first] = texts
    if (first !== undefined) values[name] = texts.length > 1 ? texts : first
  }
  return values
}

/**
 * A refusal as a page shows it: a sentence above the form, one at each field, what was typed, and `more` that the page
 * needs to stand as it stood. What comes back is a class of the framework's: a copy of it would count as a success.
 */
export const refused = <More extends object = Record<never, never>>(
  refusal: PeopleRefusal,
  values: FormValues = {},
  more?: More,
) => {
  const status = statusOf[refusal.code]
  if (refusal.code === 'people/not-found') error(404)
  const fields = refusal.code === 'people/fields' ? refusal.fields : {}
  const problems: Record<string, string> = {}
  for (const [field, problem] of Object.entries(fields)) problems[field] = sayField(problem)
  const typed: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) if (typeof value === 'string') typed[name] = value
  const said = { problem: sayRefusal(refusal), code: refusal.code, problems, values: typed }
  return fail(status, { ...said, ...(more as More) })
}
