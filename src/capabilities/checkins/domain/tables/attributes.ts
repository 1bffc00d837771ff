/** What the staff list says of people, beside their team, that results may be broken down by. */
export const attributes = ['profession', 'workplace', 'tenure', 'shift'] as const
export type Attribute = (typeof attributes)[number]

export const isAttribute = (text: string): text is Attribute =>
  (attributes as readonly string[]).includes(text)

/**
 * The one group of what the employer does not know and must not: identity, experience of discrimination. Whoever was
 * asked is in it, and its answers come from one key for all of them.
 */
export const everyone = 'everyone'

/** A table of results: an attribute, or everyone, and the one block that its ballots answer. */
export const tableName = (given: { attribute: Attribute | typeof everyone; block: string }): string =>
  `${given.attribute}/${given.block}`

/** @returns undefined for what `tableName` did not write. */
export const readTableName = (
  table: string,
): { attribute: Attribute | typeof everyone; block: string } | undefined => {
  const at = table.indexOf('/')
  const attribute = table.slice(0, at)
  const block = table.slice(at + 1)
  if (at < 1 || block === '') return undefined
  return attribute === everyone || isAttribute(attribute) ? { attribute, block } : undefined
}
