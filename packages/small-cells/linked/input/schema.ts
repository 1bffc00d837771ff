/** As much of JSON Schema as the documented formats use. */
export type Schema = {
  readonly type?: string
  readonly $ref?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly maxProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly $defs?: Readonly<Record<string, Schema>>
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (Number.isSafeInteger(value)) return 'integer'
  return typeof value
}

/**
 * What is wrong with a value, as one sentence that names the place, or null. The published schema file is what is read
 * here, so that it cannot say something else than what is accepted.
 */
export const faultIn = (given: { value: unknown; schema: Schema; place?: string }): string | null => {
  const { schema: root } = given
  const look = (value: unknown, schema: Schema, place: string): string | null => {
    const at = place === '' ? 'the input' : place
    if (schema.$ref) {
      const named = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
      if (!named) throw new Error(`the schema has no ${schema.$ref}`)
      return look(value, named, place)
    }
    if (schema.anyOf) {
      const faults = schema.anyOf.map((one) => look(value, one, place))
      return faults.includes(null) ? null : (faults[0] ?? null)
    }
    if (schema.enum)
      return schema.enum.includes(value) ? null : `${at}: must be one of ${schema.enum.join(', ')}.`
    const kind = kindOf(value)
    if (schema.type && kind !== schema.type && !(schema.type === 'number' && kind === 'integer'))
      return `${at}: must be ${schema.type === 'integer' ? 'a whole number' : `of type ${schema.type}`}, and is of type ${kind}.`
    if (typeof value === 'number') {
      const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = schema
      if (!(value >= minimum && value <= maximum)) return `${at}: must be from ${minimum} to ${maximum}.`
    }
    if (typeof value === 'string') {
      const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema
      if (value.length < minLength || value.length > maxLength)
        return `${at}: must have ${minLength} to ${maxLength} characters.`
    }
    if (Array.isArray(value)) return lookInList(value, schema, at, place)
    if (typeof value === 'object' && value !== null) return lookInside(value, schema, at, place)
    return null
  }
  const lookInList = (value: unknown[], schema: Schema, at: string, place: string): string | null => {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema
    if (value.length < minItems || value.length > maxItems)
      return `${at}: must have ${minItems} to ${maxItems} entries.`
    if (!items) return null
    for (let index = 0; index < value.length; index++) {
      const fault = look(value[index], items, `${place}[${index}]`)
      if (fault) return fault
    }
    return null
  }
  const lookInside = (value: object, schema: Schema, at: string, place: string): string | null => {
    const names = Object.keys(value)
    const missing = schema.required?.find((name) => !Object.hasOwn(value, name))
    if (missing) return `${at}: ${missing} is missing.`
    if (names.length > (schema.maxProperties ?? Number.POSITIVE_INFINITY))
      return `${at}: must have at most ${schema.maxProperties} entries.`
    for (const name of names) {
      const { properties, additionalProperties } = schema
      const own = properties && Object.hasOwn(properties, name) ? properties[name] : undefined
      const rest = additionalProperties === undefined || additionalProperties
      if (!own && rest === false) return `${at}: has nothing called ${name.slice(0, 100)}.`
      const expected = own ?? (typeof rest === 'object' ? rest : undefined)
      const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name
      const fault =
        expected &&
        look((value as Record<string, unknown>)[name], expected, place === '' ? shown : `${place}.${shown}`)
      if (fault) return fault
      if (name.length > 200) return `${at}: has a name of more than 200 characters.`
    }
    return null
  }
  return look(given.value, root, given.place ?? '')
}
