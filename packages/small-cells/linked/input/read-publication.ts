import { type Dimensions, plainly, readDimensions } from './dimensions.ts'
import { describe, linesOf, MOST, ownOf } from './places.ts'
import { type At, InputError, type Publication, type Rule } from './publication.ts'
import { type FactName, readFacts } from './read-facts.ts'
import { readRule } from './read-rule.ts'
import {
  assign,
  checkCombinations,
  type GroupName,
  type Part,
  type Row,
  readParts,
  readRows,
  readShapes,
  type Shape,
} from './read-tables.ts'
import { type Group, type System, unknownsOf, whyHidden } from './system.ts'

/** A publication by numbers, one system an item, and what the numbers stand for. */
export type Reading = {
  readonly systems: readonly System[]
  readonly groups: readonly GroupName[]
  /** The number of a group by each name that it has: its table's id, followed by its key. */
  readonly named: ReadonlyMap<string, number>
  readonly parts: readonly At[]
  /** Per item, in the order of its facts. */
  readonly facts: readonly (readonly FactName[])[]
  readonly publication: Publication
  readonly dimensions: Dimensions
  readonly rule: Rule
}

/**
 * Turns a publication into numbers. Throws InputError, a sentence that names the place, on whatever cannot be: unknown
 * nodes and items, counts that are none, tables that disagree, more than two million unknowns.
 */
export const readPublication = (publication: Publication): Reading => {
  const dimensions = readDimensions(publication.dimensions)
  const rule = readRule(publication.rule)
  const strays = publication.strays ?? 0
  if (!Number.isSafeInteger(strays) || strays < 0)
    throw new InputError('strays: not a whole number of answers.')
  for (const { id, roundedTo = 1 } of publication.tables)
    if (!Number.isSafeInteger(roundedTo) || roundedTo < 1)
      throw new InputError(`tables.${id}.roundedTo: not a whole number, at least 1.`)
  for (const [what, ids] of [
    ['items', publication.items.map(({ id }) => id)],
    ['tables', publication.tables.map(({ id }) => id)],
  ] as const) {
    if (ids.length === 0) throw new InputError(`${what}: there are none.`)
    const twice = ids.find((id, at) => ids.indexOf(id) !== at)
    if (twice !== undefined) throw new InputError(`${what}: ${twice} is listed twice.`)
  }
  const rows = readRows({ publication, dimensions })
  const parts = readParts({ publication, dimensions, rows })
  const known = parts.length
  if (strays > 0)
    for (const { table, at, lines } of rows)
      parts.push({ at, lines, roster: Number.POSITIVE_INFINITY, onlyIn: table })
  const widest = publication.items.reduce((most, { categories }) => Math.max(most, categories.length), 0)
  if (parts.length * widest > MOST.unknowns) throw new InputError('people: more than two million unknowns.')
  checkCombinations({ parts, rows, tables: publication.tables })
  assign({ parts, rows, tables: publication.tables })
  const { shapes, named } = readShapes({ publication, dimensions, rows })
  const familyNames = new Map<string, number>()
  const familyOf = ({ table, name }: Shape): number => {
    const key = [table, ...Object.keys(name.at)].join()
    if (!familyNames.has(key)) familyNames.set(key, familyNames.size)
    return familyNames.get(key) ?? 0
  }
  const weightOf = readWeights({ publication, dimensions })
  const numberOf = new Map(rows.map((row, at) => [row, at]))
  const countsAt = publication.tables.flatMap(({ counts }) => counts.map(({ answers }) => answers))

  const facts: FactName[][] = []
  const systems = publication.items.map((item): System => {
    const categories = item.categories.length
    if (categories === 0) throw new InputError(`items.${item.id}: there are no categories.`)
    if (new Set(item.categories).size < categories)
      throw new InputError(`items.${item.id}: a category is listed twice.`)
    const countsOf = (row: Row) =>
      ownOf(countsAt[numberOf.get(row) ?? -1] ?? {}, item.id) ?? new Array<number>(categories).fill(0)
    const sumOf = (some: readonly Row[]) => {
      const sum = new Array<number>(categories).fill(0)
      for (const row of some)
        countsOf(row).forEach((count, c) => {
          sum[c] = (sum[c] ?? 0) + count
        })
      return sum
    }
    const groups = shapes.map((shape): Group => {
      const counts = sumOf(shape.rows)
      for (const other of shape.others)
        if (sumOf(other.rows).some((count, c) => count !== counts[c]))
          throw new InputError(
            `tables.${other.name.table}: ${describe(other.name.at)} does not count what ${shape.name.table} counts of item ${item.id}.`,
          )
      return {
        members: shape.members,
        counts,
        n: counts.reduce((sum, count) => sum + count, 0),
        why: whyHidden({ counts, k: rule.k, dissenters: rule.dissenters }),
        weight: weightOf(shape.name),
        roundings: shape.roundings,
        family: familyOf(shape),
      }
    })
    for (const row of rows)
      if (row.members.length === 0 && countsOf(row).some((count) => count > 0))
        throw new InputError(
          `tables.${publication.tables[row.table]?.id}: ${describe(row.at)} has answers of item ${item.id}, but nobody is there.`,
        )
    const listed = new Set(shapes.flatMap(({ members }) => (members.length === 1 ? [members[0]] : [])))
    const own: FactName[] = []
    facts.push(own)
    return {
      item: item.id,
      categories,
      parts: parts.length,
      roster: Float64Array.from(parts, ({ roster }) => roster),
      groups,
      facts: readFacts({ publication, dimensions, parts, known, item, own }),
      counted: rows.flatMap((row) =>
        countsOf(row).map((value, category) => ({
          unknowns: unknownsOf({ categories, members: row.members, category }),
          value,
        })),
      ),
      strays: {
        unknowns: unknownsOf({
          categories,
          members: parts.flatMap((_, part) => (part < known ? [] : [part])),
          category: categories,
        }),
        most: strays,
      },
      reference: referenceOf({ rows, categories, countsOf, parts, strays }),
      unlisted: parts.flatMap((_, part) => (part < known && !listed.has(part) ? [part] : [])),
      rule,
      ownAnswer: publication.attacker?.ownAnswer ?? true,
    }
  })
  return {
    systems,
    groups: shapes.map(({ name }) => name),
    named,
    parts: parts.map(({ at }) => at),
    facts,
    publication,
    dimensions,
    rule,
  }
}

const readWeights = ({ publication, dimensions }: { publication: Publication; dimensions: Dimensions }) => {
  const weights = new Map<string, number>()
  publication.weights?.forEach(({ table, at, weight }, index) => {
    linesOf({ dimensions, at, place: `weights[${index}]` })
    if (!Number.isFinite(weight) || weight < 0 || weight > 1e6)
      throw new InputError(`weights[${index}]: a weight is a number from 0 to 1,000,000.`)
    weights.set(`${table ?? ''}${plainly(dimensions, at).key}`, weight)
  })
  return ({ table, key }: GroupName) => weights.get(`${table}${key}`) ?? weights.get(key) ?? 1
}

/** The answers of each part where one table counted the parts themselves. */
const referenceOf = (given: {
  rows: readonly Row[]
  categories: number
  countsOf: (row: Row) => readonly number[]
  parts: readonly Part[]
  strays: number
}): Int32Array | null => {
  const { rows, categories, countsOf, parts, strays } = given
  if (strays > 0) return null
  const whole = new Set(rows.map(({ table }) => table))
  for (const table of whole) {
    const own = rows.filter((row) => row.table === table)
    if (own.some(({ members }) => members.length > 1)) continue
    if (own.reduce((sum, { members }) => sum + members.length, 0) < parts.length) continue
    const reference = new Int32Array(parts.length * categories)
    for (const row of own)
      countsOf(row).forEach((count, c) => {
        reference[(row.members[0] ?? 0) * categories + c] = count
      })
    return reference
  }
  return null
}
