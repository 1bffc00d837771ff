import { InputError, readJson, type Schema } from '#packages/small-cells/server.ts'
import type { ReleaseDocument } from './document.ts'
import schema from './release.schema.json' with { type: 'json' }

/** A release as it is handed out: the stored document with the name of its kind before it. */
export const releaseFileOf = (document: ReleaseDocument): string =>
  `${JSON.stringify({ kind: 'kith-release', ...document }, null, 2)}\n`

/** Whether a text says that it is a release; what it says is not yet believed. */
export const saysItIsARelease = (text: string): boolean => /^\s*\{\s*"kind"\s*:\s*"kith-release"/.test(text)

/**
 * Reads a file that `releaseFileOf` wrote, or somebody after it. Throws InputError, one sentence that names the place, on
 * what does not have the documented form (release.schema.json): shown cells have counts, as many as there are options,
 * and each names a unit or category that there is, once.
 */
export const readReleaseFile = (text: string): ReleaseDocument => {
  const document = readJson({ text, schema: schema as Schema }) as ReleaseDocument
  const units = new Set<string>()
  for (const { id, parent } of document.units) {
    if (units.has(id) || (parent !== null && !units.has(parent)))
      throw new InputError(`Units: ${id} stands twice, or before the unit above it.`)
    units.add(id)
  }
  const options = new Map(document.items.map((item) => [item.id, item.options.length]))
  if (options.size !== document.items.length) throw new InputError('Items: one stands twice.')
  for (const { id, cells } of document.items)
    checkCells({
      place: `Items: ${id}`,
      options: options.get(id),
      known: units,
      cells: cells.map(named('unit')),
    })
  for (const { attribute, categories, items } of document.tables ?? []) {
    const known = new Set(categories.map(({ id }) => id))
    for (const { item, cells } of items) {
      const place = `Tables: ${attribute}, ${item}`
      checkCells({ place, options: options.get(item), known, cells: cells.map(named('category')) })
    }
  }
  return document
}

type Cell = { name: string; shown: boolean; counts: readonly number[] | undefined }

const named =
  <Key extends string>(key: Key) =>
  (cell: { shown: boolean; counts?: readonly number[] } & Record<Key, string>): Cell => ({
    name: cell[key],
    shown: cell.shown,
    counts: cell.counts,
  })

const checkCells = (given: {
  place: string
  options: number | undefined
  known: ReadonlySet<string>
  cells: readonly Cell[]
}): void => {
  const { place, options, known, cells } = given
  if (options === undefined) throw new InputError(`${place}: there is no such item.`)
  if (new Set(cells.map(({ name }) => name)).size !== cells.length)
    throw new InputError(`${place}: one cell stands twice.`)
  for (const { name, shown, counts } of cells) {
    if (!known.has(name)) throw new InputError(`${place}: there is no ${name}.`)
    if (shown && counts?.length !== options)
      throw new InputError(`${place}: ${name} is shown and does not count ${options} answers.`)
  }
}
