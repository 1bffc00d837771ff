import { type At, InputError, type Place } from './publication.ts'

/** One coded dimension: every node with its line up to the top. */
type Dimension = {
  readonly lines: ReadonlyMap<string, readonly string[]>
  /** The node that holds everybody, where there is exactly one top. */
  readonly root: string | undefined
}

export type Dimensions = ReadonlyMap<string, Dimension>

const readDimension = (name: string, places: readonly Place[]): Dimension => {
  const parents = new Map<string, string | null>()
  for (const { id, parent } of places) {
    if (parents.has(id)) throw new InputError(`dimensions.${name}: the node ${id} is listed twice.`)
    parents.set(id, parent)
  }
  const lines = new Map<string, readonly string[]>()
  for (const { id } of places) {
    const waiting: string[] = []
    const seen = new Set<string>()
    let at: string | null = id
    while (at !== null && !lines.has(at)) {
      if (seen.has(at)) throw new InputError(`dimensions.${name}: the node ${at} is above itself.`)
      seen.add(at)
      waiting.push(at)
      const above = parents.get(at)
      if (above === undefined) throw new InputError(`dimensions.${name}: the parent ${at} is not listed.`)
      at = above
    }
    let line = at === null ? [] : (lines.get(at) ?? [])
    if (line.length + waiting.length > 200)
      throw new InputError(`dimensions.${name}: ${id} is more than 200 levels deep.`)
    for (const node of waiting.toReversed()) {
      line = [node, ...line]
      lines.set(node, line)
    }
  }
  const roots = places.filter(({ parent }) => parent === null)
  return { lines, root: roots.length === 1 ? roots[0]?.id : undefined }
}

/** Throws InputError on a repeated node, an unknown parent or a circle. */
export const readDimensions = (given: Readonly<Record<string, readonly Place[]>>): Dimensions =>
  new Map(Object.entries(given).map(([name, places]) => [name, readDimension(name, places)]))

/** The nodes from this one up to its top. Throws InputError, naming the place, when the dimension has no such node. */
export const lineOf = (given: { dimensions: Dimensions; name: string; node: string; place: string }) => {
  const dimension = given.dimensions.get(given.name)
  if (!dimension) throw new InputError(`${given.place}: there is no dimension ${given.name}.`)
  const line = dimension.lines.get(given.node)
  if (!line) throw new InputError(`${given.place}: ${given.name} has no node ${given.node}.`)
  return line
}

/** The combination without the tops that hold everybody, and a text that is equal for equal combinations. */
export const plainly = (dimensions: Dimensions, at: At): { at: At; key: string } => {
  const kept = Object.entries(at)
    .filter(([name, node]) => dimensions.get(name)?.root !== node)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { at: Object.fromEntries(kept), key: JSON.stringify(kept) }
}

/** Every combination at or above this one, itself included. */
export const combinationsAbove = (lines: readonly (readonly [string, readonly string[]])[]): At[] => {
  let found: Record<string, string>[] = [{}]
  for (const [name, line] of lines)
    found = found.flatMap((at) => line.map((node) => ({ ...at, [name]: node })))
  return found
}
