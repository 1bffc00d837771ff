import schema from '../../publication.schema.json' with { type: 'json' }
import { duplicateName } from './duplicate-names.ts'
import { InputError, type Publication, type Shown } from './publication.ts'
import { faultIn, type Schema } from './schema.ts'

/**
 * Reads the documented JSON format (publication.schema.json). Throws InputError, one sentence that names the place, on
 * text that is no JSON, names something twice or does not have that format.
 */
export const parsePublication = (
  text: string,
): { publication: Publication; shown: readonly Shown[] | undefined } => {
  const { shown, ...publication } = readJson({ text, schema: schema as Schema }) as Publication & {
    shown?: readonly Shown[]
  }
  return { publication, shown }
}

/**
 * Reads JSON that a schema describes, for formats of others that hold publications. Throws InputError as
 * `parsePublication` does.
 */
export const readJson = ({ text, schema }: { text: string; schema: Schema }): unknown => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InputError(
      `This is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}.`,
    )
  }
  const twice = duplicateName(text)
  if (twice !== null)
    throw new InputError(`The input: the name ${twice.slice(0, 100)} stands twice in one place.`)
  const fault = faultIn({ value, schema })
  if (fault) throw new InputError(fault[0]?.toUpperCase() + fault.slice(1))
  return value
}
