import type { Publication, Shown } from '#packages/small-cells/server.ts'
import { sensitiveMinimum } from '../wave.ts'
import type { ReleaseDocument, ReleasedItem, ReleasedTable } from './document.ts'

/** How far a hidden figure must stay uncertain to either side. */
export const margin = 2

/**
 * A release as `small-cells` audits it: everything it shows, and of everything it hides no more than that it is there.
 * Hidden answers are put where they might be; which ones they were makes no difference to what can be worked out. How
 * many people work where is not in a release and counts as unknown. Each part can be audited by itself.
 */
export const publicationsOf = (document: ReleaseDocument): Part[] =>
  alikeTogether(
    document.items.map((item) => {
      const k = item.sensitive ? Math.max(document.k, sensitiveMinimum) : document.k
      const teams = teamsOf(document, item)
      const tables = item.sensitive ? [] : (document.tables ?? []).flatMap((table) => tableOf(table, item))
      const whole = teams.totals.get(teams.root)
      const further = tables.map((table) => filled(table, whole))
      const totals = [
        sumOf([...teams.own.values()]),
        ...further.map(({ counts }) => sumOf([...counts.values()])),
      ]
      const strays = straysOf(totals)
      const categories = item.options.map((_, at) => String(at))
      const answers = (counts: readonly number[]) => ({ [item.id]: counts })
      const most = Math.max(1, ...totals.map((row) => row.reduce((sum, count) => sum + count, 0)))
      return {
        publication: {
          dimensions: {
            unit: [...teams.parents].map(([id, parent]) => ({ id, parent })),
            ...Object.fromEntries(
              further.map(({ attribute, counts }) => [
                attribute,
                [{ id: all, parent: null }, ...[...counts.keys()].map((id) => ({ id, parent: all }))],
              ]),
            ),
          },
          items: [{ id: item.id, categories }],
          people: combined([
            { dimension: 'unit', nodes: [...teams.parents.keys()] },
            ...further.map(({ attribute, counts }) => ({ dimension: attribute, nodes: [...counts.keys()] })),
          ]).map((at) => ({ at, roster: most })),
          tables: [
            {
              id: 'unit',
              by: ['unit'],
              counts: [...teams.own].map(([id, own]) => ({ at: { unit: id }, answers: answers(own) })),
            },
            ...further.map(({ attribute, counts }) => ({
              id: attribute,
              by: [attribute],
              counts: [...counts].map(([id, row]) => ({ at: { [attribute]: id }, answers: answers(row) })),
            })),
          ],
          strays,
          rule: { k, dissenters: 0, margin, hide: 'groups', seed: 1 },
        },
        shown: [
          ...item.cells.flatMap((cell) =>
            cell.shown ? [{ item: item.id, table: 'unit', at: { unit: cell.unit } }] : [],
          ),
          ...further.flatMap(({ attribute, shown, isWhole }) => [
            ...shown.map((id) => ({ item: item.id, table: attribute, at: { [attribute]: id } })),
            // Where every category is shown, so is their sum, whoever adds it up.
            ...(isWhole && strays > 0 ? [{ item: item.id, table: attribute, at: {} }] : []),
          ]),
        ],
      }
    }),
  )

type Part = { readonly publication: Publication; readonly shown: readonly Shown[] }

/** Questions that are broken down alike in one publication: a solver takes longer to start than to look at one. */
const alikeTogether = (parts: readonly Part[]): Part[] => {
  const alike = Map.groupBy(parts, ({ publication: { dimensions, strays, rule } }) =>
    JSON.stringify([dimensions, strays, rule]),
  )
  return [...alike.values()].flatMap((some) => {
    const [first] = some
    if (!first) return []
    const all = some.map(({ publication }) => publication)
    const most = Math.max(...all.flatMap(({ people = [] }) => people.map(({ roster }) => roster)))
    return {
      publication: {
        ...first.publication,
        items: all.flatMap(({ items }) => items),
        people: (first.publication.people ?? []).map(({ at }) => ({ at, roster: most })),
        tables: first.publication.tables.map((table, t) => ({
          ...table,
          counts: table.counts.map(({ at }, c) => ({
            at,
            answers: Object.assign({}, ...all.map(({ tables }) => tables[t]?.counts[c]?.answers)),
          })),
        })),
      },
      shown: some.flatMap(({ shown }) => shown),
    }
  })
}

const all = 'all'
/** Whoever is in no category: who answered on paper. */
const aside = 'aside'

type Row = readonly number[]
const sumOf = (rows: readonly Row[]): number[] =>
  (rows[0] ?? []).map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0))

/** Units with a result of their own, and what is left of each shown one beyond the shown ones below it. */
const teamsOf = (document: ReleaseDocument, item: ReleasedItem) => {
  const named = new Set(item.cells.map(({ unit }) => unit))
  const above = new Map(document.units.map(({ id, parent }) => [id, parent]))
  const up = (from: string | null, has: (id: string) => boolean): string | null => {
    let at = from
    while (at !== null && !has(at)) at = above.get(at) ?? null
    return at
  }
  const parents = new Map<string, string | null>()
  for (const { unit } of item.cells)
    parents.set(
      unit,
      up(above.get(unit) ?? null, (id) => named.has(id)),
    )
  const totals = new Map(
    item.cells.flatMap((cell) => (cell.shown ? [[cell.unit, cell.counts] as const] : [])),
  )
  const own = new Map<string, number[]>([...parents.keys()].map((id) => [id, item.options.map(() => 0)]))
  for (const [unit, counts] of totals) {
    own.set(
      unit,
      counts.map((count, at) => count + (own.get(unit)?.[at] ?? 0)),
    )
    const over = up(above.get(unit) ?? null, (id) => totals.has(id))
    const rest = over === null ? undefined : own.get(over)
    if (over !== null && rest)
      own.set(
        over,
        rest.map((count, at) => count - (counts[at] ?? 0)),
      )
  }
  return { parents, totals, own, root: item.cells[0]?.unit ?? '' }
}

type Table = {
  attribute: string
  categories: readonly string[]
  rows: ReadonlyMap<string, Row>
  hasPaper: boolean
}

const tableOf = (table: ReleasedTable, item: ReleasedItem): Table[] => {
  const cells = table.items.find((one) => one.item === item.id)?.cells
  if (!cells) return []
  return [
    {
      attribute: table.attribute,
      categories: cells.map(({ category }) => category),
      rows: new Map(cells.flatMap((cell) => (cell.shown ? [[cell.category, cell.counts] as const] : []))),
      hasPaper: table.hasPaper === true,
    },
  ]
}

/** Puts what everyone asked answered, and no shown category did, into a hidden one; where there is none, it is lost. */
const filled = ({ attribute, categories, rows, hasPaper }: Table, whole: Row | undefined) => {
  const shown = [...rows.keys()]
  const nothing = [...rows.values()][0]?.map(() => 0) ?? whole?.map(() => 0) ?? []
  const sum = shown.length === 0 ? nothing : sumOf([...rows.values()])
  const rest = (whole ?? sum).map((count, at) => Math.max(0, count - (sum[at] ?? 0)))
  const names = hasPaper ? [...categories, aside] : categories
  const first = names.find((name) => !rows.has(name))
  const counts = new Map(names.map((name) => [name, rows.get(name) ?? (name === first ? rest : nothing)]))
  const isWhole = shown.length === categories.length
  return { attribute, counts, isWhole, shown: isWhole && hasPaper ? [...shown, aside] : shown }
}

/** How many answers must be in one table and not in another. */
const straysOf = (totals: readonly Row[]): number => {
  const least = (totals[0] ?? []).map((_, at) => Math.min(...totals.map((row) => row[at] ?? 0)))
  return totals.reduce(
    (sum, row) => sum + row.reduce((more, count, at) => more + count - (least[at] ?? 0), 0),
    0,
  )
}

const combined = (by: readonly { dimension: string; nodes: readonly string[] }[]) =>
  by.reduce<Record<string, string>[]>(
    (places, { dimension, nodes }) =>
      places.flatMap((at) => nodes.map((node) => ({ ...at, [dimension]: node }))),
    [{}],
  )
