import { cleanText, exactKey } from './text.ts'

/** The deepest team that the tree of an organisation may have. */
export const deepestUnit = 8
export const longestUnitName = 80

/** One key for a path: equal when the paths differ only in case. */
export const pathKey = (path: readonly string[]): string =>
  path.map((name) => exactKey(cleanText(name))).join('\n')

/**
 * Splits ‘Acute care > Surgery’ or ‘Acute care/Surgery’ from the top down. A cell with ‘>’ is split there only, so
 * that ‘Head > Ear/Nose/Throat’ keeps its name; so does a cell that is word for word a team of the top level.
 * The organisation's own name in front is dropped: the paths here begin below it.
 */
export function readUnitPath({
  text,
  organisationKey,
  topKeys,
}: {
  text: string
  organisationKey: string
  topKeys: ReadonlySet<string>
}): string[] {
  if (topKeys.has(exactKey(text))) return [text]
  const path = text
    .split(text.includes('>') ? '>' : '/')
    .map(cleanText)
    .filter((name) => name !== '')
  const [first] = path
  return path.length > 1 && first !== undefined && exactKey(first) === organisationKey ? path.slice(1) : path
}
