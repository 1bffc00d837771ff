import * as v from 'valibot'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { type FieldProblem, fieldProblems, type PeopleRefusal } from '../domain/refusals.ts'

const isFieldProblem = (text: string): text is FieldProblem =>
  (fieldProblems as readonly string[]).includes(text)

/**
 * Reads what a form sent. A problem that a schema names as its message belongs to its field; anything else (an unknown
 * field, a wrong type) did not come from one of our pages.
 */
export const readForm = <S extends v.GenericSchema>(
  schema: S,
  given: unknown,
): Result<
  v.InferOutput<S>,
  Extract<PeopleRefusal, { code: 'people/form-not-readable' | 'people/fields' }>
> => {
  const parsed = v.safeParse(schema, given)
  if (parsed.success) return accept(parsed.output)
  const fields: Record<string, FieldProblem> = {}
  for (const issue of parsed.issues) {
    const field = issue.path?.[0]?.key
    if (typeof field !== 'string' || !isFieldProblem(issue.message)) {
      return refuse({ code: 'people/form-not-readable' })
    }
    fields[field] ??= issue.message
  }
  return refuse({ code: 'people/fields', fields })
}
