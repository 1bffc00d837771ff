import { combinationsAbove, type Dimensions, plainly } from './dimensions.ts'
import { linesOf, MOST, ownOf } from './places.ts'
import { type At, InputError, type Publication, type Table } from './publication.ts'

/** A group as it is named outside. */
export type GroupName = { readonly table: string; readonly at: At; readonly key: string }

export type Row = {
  table: number
  at: At
  lines: Map<string, readonly string[]>
  depth: number
  members: number[]
}
export type Part = {
  at: At
  roster: number
  lines: Map<string, readonly string[]>
  onlyIn: number | undefined
}

const checkCounts = (given: { counts: readonly number[]; categories: number; place: string }) => {
  if (given.counts.length !== given.categories)
    throw new InputError(`${given.place}: ${given.counts.length} counts for ${given.categories} categories.`)
  for (const count of given.counts)
    if (!Number.isSafeInteger(count) || count < 0 || count > MOST.answers)
      throw new InputError(`${given.place}: a count is not a whole number of people.`)
}

export const readRows = (given: { publication: Publication; dimensions: Dimensions }): Row[] => {
  const { publication, dimensions } = given
  const seen = new Set<string>()
  return publication.tables.flatMap((table, number) => {
    for (const name of table.by)
      if (!dimensions.has(name)) throw new InputError(`tables.${table.id}: there is no dimension ${name}.`)
    return table.counts.map(({ at, answers }, index): Row => {
      const place = `tables.${table.id}.counts[${index}]`
      const lines = linesOf({ dimensions, at, by: table.by, place })
      const key = JSON.stringify([number, table.by.map((name) => at[name])])
      if (seen.has(key)) throw new InputError(`${place}: this combination is counted twice.`)
      seen.add(key)
      for (const { id, categories } of publication.items) {
        const counts = ownOf(answers, id)
        if (counts) checkCounts({ counts, categories: categories.length, place: `${place}.answers.${id}` })
      }
      for (const id of Object.keys(answers))
        if (!publication.items.some((item) => item.id === id))
          throw new InputError(`${place}: there is no item ${id}.`)
      const depth = [...lines.values()].reduce((sum, line) => sum + line.length, 0)
      return { table: number, at, lines, depth, members: [] }
    })
  })
}

/** The finest parts: the people as given, or the rows of the one table that tells apart all that any table does. */
export const readParts = (given: {
  publication: Publication
  dimensions: Dimensions
  rows: readonly Row[]
}): Part[] => {
  const { publication, dimensions, rows } = given
  if (publication.people) {
    const seen = new Set<string>()
    return publication.people.map(({ at, roster }, index): Part => {
      const place = `people[${index}]`
      const lines = linesOf({ dimensions, at, place })
      if (!Number.isSafeInteger(roster) || roster < 0 || roster > MOST.answers)
        throw new InputError(`${place}: the roster is not a whole number of people.`)
      const { key } = plainly(dimensions, at)
      if (seen.has(key)) throw new InputError(`${place}: these people are listed twice.`)
      seen.add(key)
      return { at, roster, lines, onlyIn: undefined }
    })
  }
  const finest = finestTable(publication)
  if (finest < 0)
    throw new InputError('people: no table is by every dimension that is used, so it must say who is where.')
  return rows
    .filter(({ table }) => table === finest)
    .map(({ at, lines }) => ({ at, roster: Number.POSITIVE_INFINITY, lines, onlyIn: undefined }))
}

const finestTable = ({ tables }: Publication): number => {
  const used = new Set(tables.flatMap(({ by }) => by))
  const found = tables.findIndex(({ by }) => [...used].every((name) => by.includes(name)))
  return found
}

/** Deep trees in several dimensions have more combinations above each part than anybody can publish. */
export const checkCombinations = (given: {
  parts: readonly Part[]
  rows: readonly Row[]
  tables: readonly Table[]
}) => {
  const { parts, rows, tables } = given
  const above = (lines: ReadonlyMap<string, readonly string[]>, by: readonly string[]) =>
    by.reduce((product, name) => product * (lines.get(name)?.length ?? 1), 1)
  let combinations = 0
  for (const { lines } of rows) combinations += above(lines, [...lines.keys()])
  for (const { by } of tables) for (const { lines } of parts) combinations += above(lines, by)
  if (combinations > MOST.combinations)
    throw new InputError('tables: more than five million combinations of nodes.')
}

/** Gives each part to the row of each table that describes it most closely. */
export const assign = (given: { parts: readonly Part[]; rows: readonly Row[]; tables: readonly Table[] }) => {
  const { parts, rows, tables } = given
  const byKey = new Map<string, Row>()
  const keyOf = (table: number, at: At) => JSON.stringify([table, tables[table]?.by.map((name) => at[name])])
  for (const row of rows) byKey.set(keyOf(row.table, row.at), row)
  parts.forEach((part, number) => {
    tables.forEach(({ by }, table) => {
      if (part.onlyIn !== undefined && part.onlyIn !== table) return
      const lines = by.map((name) => [name, part.lines.get(name) ?? []] as const)
      let best: Row | undefined
      for (const at of combinationsAbove(lines)) {
        const row = byKey.get(keyOf(table, at))
        if (row && (!best || row.depth > best.depth)) best = row
      }
      best?.members.push(number)
    })
  })
}

export type Shape = {
  name: GroupName
  members: Int32Array
  rows: readonly Row[]
  table: number
  roundings: readonly number[]
}

/** All combinations that hold anybody; the same people under two names are one group. */
export const readShapes = (given: {
  publication: Publication
  dimensions: Dimensions
  rows: readonly Row[]
}) => {
  const { publication, dimensions, rows } = given
  const shapes = new Map<string, { name: GroupName; table: number; rows: Row[]; roundings: number[] }>()
  let memberships = 0
  for (const row of rows) {
    const table = publication.tables[row.table]
    if (!table) continue
    for (const above of combinationsAbove([...row.lines])) {
      const { at, key } = plainly(dimensions, above)
      const known = shapes.get(`${row.table}${key}`)
      memberships += row.members.length
      if (memberships > MOST.memberships) throw new InputError('tables: the groups hold too many parts.')
      if (known) known.rows.push(row)
      else
        shapes.set(`${row.table}${key}`, {
          name: { table: table.id, at, key },
          table: row.table,
          rows: [row],
          roundings: [table.roundedTo ?? 1],
        })
    }
  }
  const distinct = new Map<string, Shape & { others: Shape[] }>()
  for (const shape of shapes.values()) {
    const members = Int32Array.from(shape.rows.flatMap((row) => row.members)).sort()
    const key = members.join()
    const known = members.length > 0 ? distinct.get(key) : undefined
    const whole = { ...shape, members }
    // What is the same people in two tables is shown as both say it, each rounded in its way.
    if (known) known.others.push(whole)
    else
      distinct.set(members.length > 0 ? key : `empty ${shape.table}${shape.name.key}`, {
        ...whole,
        others: [],
      })
  }
  const all = [...distinct.values()]
  const named = new Map<string, number>()
  all.forEach((shape, group) => {
    for (const { name } of [shape, ...shape.others]) named.set(`${name.table}${name.key}`, group)
  })
  const merged = all.map((shape) => ({
    ...shape,
    roundings: [
      ...new Set([...shape.roundings, ...shape.others.flatMap(({ roundings }) => roundings)]),
    ].toSorted((a, b) => a - b),
  }))
  return { shapes: merged, named }
}
