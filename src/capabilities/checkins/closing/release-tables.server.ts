import { audit, type Limits, protect, type Shown } from '#packages/small-cells/server.ts'
import type { ReleaseInput } from '../domain/release/compute-release.ts'
import { nothing } from '../domain/release/counts.ts'
import type { AskedQuestion, ReleaseDocument, ReleasedTable, TableCell } from '../domain/release/document.ts'
import { resultOf } from '../domain/release/result-of.ts'
import { readSeries } from '../domain/release/series.ts'
import { pastOfCategory } from '../domain/release/table-trend.ts'
import { comparisonIn, trendOf } from '../domain/release/trend.ts'
import { tableName } from '../domain/tables/attributes.ts'
import type { FrozenTables } from '../domain/tables/frozen-plan.ts'
import { aside, everybody, publicationOf, unitTable } from './publication-of-tables.ts'

/** How much time one question may take, whatever is tried for it; what is not proved by then is not shown. */
const limits = { workers: 2, solveSeconds: 15, totalSeconds: 45 }

/** How much time all questions together may take: other check-ins wait for this one. */
export const wholeSeconds = 300

/**
 * Adds to a release what is broken down besides teams. Teams stay as the tree rule chose them. For each question the
 * further tables are chosen together with them, and then what is published, and nothing else, is audited by linear
 * programming against a reader who knows how many people stand in each team and category. A table that is not proved
 * safe, or that nobody could prove in time, is left out for that question; no figure says why. `seconds` is all the time
 * there is: each question has its share of what is left.
 */
export const releaseTables = async (
  given: ReleaseInput,
  document: ReleaseDocument,
  use: { limits?: Limits; seconds?: number } = {},
): Promise<{ document: ReleaseDocument; refused: number }> => {
  const { tables } = given.plan
  if (!tables || tables.attributes.length === 0) return { document, refused: 0 }
  const hasPaper = tables.cells.some(([place]) => place[1] === '')
  const released: ReleasedTable[] = tables.attributes.map(({ attribute, categories }) => ({
    attribute,
    categories,
    ...(hasPaper ? { hasPaper } : {}),
    items: [],
  }))
  const { releases } = readSeries({
    wave: given.wave,
    root: given.plan.nodes[0]?.unit,
    earlier: given.earlier,
    links: given.plan.links,
  })
  const asked = given.items.filter(({ id }) => tables.blocks.includes(id))
  const until = performance.now() + (use.seconds ?? wholeSeconds) * 1000
  let refused = 0
  for (const [order, item] of asked.entries()) {
    const share = (until - performance.now()) / 1000 / (asked.length - order)
    const most = { ...limits, ...use.limits }
    const ends = performance.now() + Math.max(0, Math.min(most.totalSeconds, share)) * 1000
    const shown = await chooseSafely({ given, tables, item, document, limits: most, ends })
    for (const [at, { attribute, categories }] of tables.attributes.entries()) {
      const cells = shown.get(attribute)
      if (!cells) {
        refused++
        continue
      }
      const counts = given.further?.get(tableName({ attribute, block: item.id }))
      const made = categories.map((category): TableCell => {
        const { id } = category
        const now = cells.has(id) ? resultOf({ item, counts: counts?.get(id) ?? nothing(item) }) : null
        const trend = trendOf({
          past: pastOfCategory({ item, attribute, category, releases }),
          now,
          change: given.changes.get(`${attribute}/${id}`),
          k: given.k,
        })
        return now
          ? { category: id, ...now, before: comparisonIn(trend), trend }
          : { category: id, shown: false, trend }
      })
      released[at]?.items.push({ item: item.id, cells: made })
    }
  }
  return { document: { ...document, format: 2, tables: released }, refused }
}

type Choosing = {
  given: ReleaseInput
  tables: FrozenTables
  item: AskedQuestion
  document: ReleaseDocument
  limits: Limits
  /** When its time is over, by `performance`. */
  ends: number
}

/** What a question has left; to each try, since the first may take long, a part of it. */
const timeLeft = ({ limits, ends }: Choosing, part: number): Limits => ({
  ...limits,
  totalSeconds: Math.max(0, ((ends - performance.now()) / 1000) * part),
})

/** Per attribute that may be shown: its categories that are. */
const chooseSafely = async (on: Choosing): Promise<Map<string, ReadonlySet<string>>> => {
  const safe = new Map<string, ReadonlySet<string>>()
  const all = on.tables.attributes.map(({ attribute }) => attribute)
  try {
    const together = await choose({ ...on, part: all.length === 1 ? 1 : firstPart }, all)
    if (together || all.length === 1) return together ?? safe
    // Together they say too much: then as many as can stand beside each other, in their order.
    for (const attribute of all) {
      const part = 1 / (all.length - all.indexOf(attribute))
      const more = await choose({ ...on, part }, [...safe.keys(), attribute])
      for (const [name, categories] of more ?? []) safe.set(name, categories)
    }
  } catch {
    // What cannot be read or solved is not shown.
    safe.clear()
  }
  return safe
}

/** Of a question's time, what all its tables together get before they are tried one by one. */
const firstPart = 0.6

const choose = async (
  on: Choosing & { part: number },
  attributes: readonly string[],
): Promise<Map<string, ReadonlySet<string>> | undefined> => {
  const publication = publicationOf(on, attributes)
  const within = timeLeft(on, on.part)
  const proposed = await protect({ publication, limits: within })
  if (!proposed.safe) return undefined
  const categories = proposed.shown.filter(
    ({ table, at }) => table !== unitTable && Object.keys(at).length > 0,
  )
  const isAside = ({ table, at }: Shown) => table !== undefined && at[table] === aside
  // Where every category is shown, so is their sum, whoever adds it up, and who stands aside, whoever subtracts it.
  const whole = on.tables.attributes
    .filter(({ attribute }) => attributes.includes(attribute))
    .filter(
      (one) =>
        categories.filter((cell) => cell.table === one.attribute && !isAside(cell)).length ===
        one.categories.length,
    )
    .map(({ attribute }): string => attribute)
  const sums = whole.map((attribute) => ({ item: on.item.id, table: attribute, at: {} }))
  const chosen = categories.filter((cell) => !isAside(cell) || whole.includes(cell.table ?? ''))
  const shown = [...shownUnits(on), ...chosen, ...(publication.strays === 0 ? [] : sums)]
  // The choice for teams is the tree rule's: what is audited is exactly what will be published. Where that is just what
  // was proposed, the proposal's own audit has been it.
  const root = publication.dimensions.unit?.find(({ parent }) => parent === null)?.id
  const named = (some: readonly Shown[]) => [...new Set(some.map((one) => nameOf(one, root)))].sort().join()
  if (named(shown) !== named(proposed.shown)) {
    const report = await audit({ publication, shown, limits: timeLeft(on, on.part) })
    if (!report.safe) return undefined
  }
  return new Map(
    attributes.map((attribute) => [
      attribute,
      new Set(
        chosen.flatMap(({ table, at }) =>
          table === attribute && at[attribute] !== aside ? (at[attribute] ?? []) : [],
        ),
      ),
    ]),
  )
}

/** Equal for the same group, by whichever name: the top of the teams is everybody. */
const nameOf = ({ table, at }: Shown, root: string | undefined): string => {
  const places = Object.entries(at).filter(([, place]) => place !== root && place !== everybody)
  return JSON.stringify([places.length === 0 && table !== unitTable ? table : '', places])
}

const shownUnits = ({ item, document }: Choosing): Shown[] =>
  (document.items.find(({ id }) => id === item.id)?.cells ?? [])
    .filter((cell) => cell.shown)
    .map(({ unit }) => ({ item: item.id, table: unitTable, at: { unit } }))
