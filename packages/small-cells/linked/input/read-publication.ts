import { combinationsAbove, type Dimensions, lineOf, plainly, readDimensions } from './dimensions.ts'
import {
  type At,
  InputError,
  type KnownFigure,
  type Publication,
  type Rule,
  type Table,
} from './publication.ts'
import { type Fact, type Group, type System, unknownsOf, whyHidden } from './system.ts'

/** A group as it is named outside. */
export type GroupName = { readonly table: string; readonly at: At; readonly key: string }

export type FactName =
  | { readonly kind: 'earlier'; readonly earlier: string; readonly figure: KnownFigure }
  | { readonly kind: 'known'; readonly figure: KnownFigure }

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

export const defaults: Rule = { k: 8, dissenters: 1, margin: 2, hide: 'groups', effort: 'careful', seed: 1 }

const MOST = { unknowns: 2_000_000, combinations: 5_000_000, memberships: 20_000_000, answers: 1_000_000_000 }

type Row = { table: number; at: At; lines: Map<string, readonly string[]>; depth: number; members: number[] }
type Part = { at: At; roster: number; lines: Map<string, readonly string[]>; onlyIn: number | undefined }

const linesOf = (given: { dimensions: Dimensions; at: At; by?: readonly string[]; place: string }) => {
  const { dimensions, at, by, place } = given
  const lines = new Map<string, readonly string[]>()
  for (const [name, node] of Object.entries(at)) lines.set(name, lineOf({ dimensions, name, node, place }))
  for (const name of by ?? []) if (!lines.has(name)) throw new InputError(`${place}: at names no ${name}.`)
  if (by && lines.size !== by.length) throw new InputError(`${place}: at names more than the table is by.`)
  return lines
}

/** Names are free: one may be called as something that every object has. */
const ownOf = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined

/**
 * Where a part is, seen from a combination; a dimension that the combination leaves out holds everybody. Partly, when
 * nobody said where these people are in one of its dimensions.
 */
const whereIs = (lines: ReadonlyMap<string, readonly string[]>, at: At): 'inside' | 'outside' | 'partly' => {
  const names = Object.entries(at)
  if (names.some(([name, node]) => lines.get(name)?.includes(node) === false)) return 'outside'
  return names.every(([name]) => lines.has(name)) ? 'inside' : 'partly'
}

const checkCounts = (given: { counts: readonly number[]; categories: number; place: string }) => {
  if (given.counts.length !== given.categories)
    throw new InputError(`${given.place}: ${given.counts.length} counts for ${given.categories} categories.`)
  for (const count of given.counts)
    if (!Number.isSafeInteger(count) || count < 0 || count > MOST.answers)
      throw new InputError(`${given.place}: a count is not a whole number of people.`)
}

const readRows = (given: { publication: Publication; dimensions: Dimensions }): Row[] => {
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
const readParts = (given: {
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
const checkCombinations = (given: {
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
const assign = (given: { parts: readonly Part[]; rows: readonly Row[]; tables: readonly Table[] }) => {
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

type Shape = {
  name: GroupName
  members: Int32Array
  rows: readonly Row[]
  table: number
  roundings: readonly number[]
}

/** All combinations that hold anybody; the same people under two names are one group. */
const readShapes = (given: { publication: Publication; dimensions: Dimensions; rows: readonly Row[] }) => {
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

const readRule = (given: Partial<Rule> | undefined): Rule => {
  const rule = { ...defaults, ...given }
  const { k, margin, dissenters, hide, effort, seed } = rule
  if (!Number.isSafeInteger(k) || k < 1)
    throw new InputError('rule.k: not a whole number of people, at least 1.')
  if (!Number.isSafeInteger(margin) || margin < 0)
    throw new InputError('rule.margin: not a whole number, at least 0.')
  if (dissenters !== null && (!Number.isSafeInteger(dissenters) || dissenters < 0))
    throw new InputError('rule.dissenters: not a whole number of people, nor null.')
  if (hide !== 'groups' && hide !== 'cells') throw new InputError('rule.hide: neither groups nor cells.')
  if (effort !== 'fast' && effort !== 'careful')
    throw new InputError('rule.effort: neither fast nor careful.')
  if (!Number.isSafeInteger(seed)) throw new InputError('rule.seed: not a whole number.')
  return rule
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

const describe = (at: At) => Object.values(at).join(' and ') || 'everybody'

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

const readFacts = (given: {
  publication: Publication
  dimensions: Dimensions
  parts: readonly Part[]
  known: number
  item: { id: string; categories: readonly string[] }
  own: FactName[]
}): Fact[] => {
  const { publication, dimensions, parts, known, item, own } = given
  const all: { name: FactName; place: string }[] = [
    ...(publication.earlier ?? []).flatMap(({ id, figures }) =>
      figures.map((figure, at) => ({
        name: { kind: 'earlier' as const, earlier: id, figure },
        place: `earlier.${id}.figures[${at}]`,
      })),
    ),
    ...(publication.attacker?.knows ?? []).map((figure, at) => ({
      name: { kind: 'known' as const, figure },
      place: `attacker.knows[${at}]`,
    })),
  ]
  return all.flatMap(({ name, place }): Fact[] => {
    const { figure } = name
    if (!publication.items.some(({ id }) => id === figure.item))
      throw new InputError(`${place}: there is no item ${figure.item}.`)
    if (figure.item !== item.id) return []
    linesOf({ dimensions, at: figure.at, place })
    const category =
      figure.category === undefined ? item.categories.length : item.categories.indexOf(figure.category)
    if (category < 0) throw new InputError(`${place}: ${item.id} has no category ${figure.category}.`)
    const low = figure.low ?? 0
    const high = figure.high ?? Number.POSITIVE_INFINITY
    if (Number.isNaN(low) || Number.isNaN(high) || low > high)
      throw new InputError(`${place}: low is above high.`)
    const { at } = plainly(dimensions, figure.at)
    const members = parts.flatMap((part, number) => {
      const where = number < known ? whereIs(part.lines, at) : 'outside'
      if (where === 'partly')
        throw new InputError(
          `${place}: the people are not told apart by all that ${describe(figure.at)} names, so that this cannot be taken into account; list them more finely in people.`,
        )
      return where === 'inside' ? [number] : []
    })
    own.push(name)
    return [{ unknowns: unknownsOf({ categories: item.categories.length, members, category }), low, high }]
  })
}
