import type { Audited } from './linked/derive/audit-system.ts'
import { lineOf, plainly } from './linked/input/dimensions.ts'
import {
  type AuditReport,
  InputError,
  type ProtectReport,
  type Publication,
  type Refusal,
  type Shown,
} from './linked/input/publication.ts'
import { type Reading, readPublication } from './linked/input/read-publication.ts'
import { figuresOf, isFigure } from './linked/input/system.ts'
import { reportOf } from './linked/run/report.ts'
import { type Limits, type Outcome, readLimits, runJobs } from './linked/run/workers.ts'

export { parsePublication, readJson } from './linked/input/parse.ts'
export type * from './linked/input/publication.ts'
export { InputError } from './linked/input/publication.ts'
export type { Schema } from './linked/input/schema.ts'
export type { Limits } from './linked/run/workers.ts'

/**
 * Chooses what to show of linked tables so that no hidden figure can be worked out, and audits the choice as `audit`
 * does. `safe` is false when that audit refuses anything; then nothing may be shown. The same publication and seed give
 * the same choice. Throws InputError, a sentence that names the place, on a publication that contradicts itself.
 *
 * Method and limits: README.md. Needs Node; the solver runs in threads.
 */
export const protect = async (given: {
  publication: Publication
  limits?: Limits
}): Promise<ProtectReport> => {
  const { limits = {} } = given
  const reading = readPublication(given.publication)
  const outcomes = await runJobs({
    jobs: reading.systems.map((system) => ({ kind: 'protect', system })),
    limits: threadsFor({ reading, limits }),
  })
  const figures = outcomes.map((outcome, item) =>
    outcome.kind === 'protected' ? outcome.shown : nothing({ reading, item }),
  )
  const items = outcomes.map((outcome, item) => ({
    bare: outcome.kind === 'protected' ? outcome.bare : [],
    audited: outcome.kind === 'protected' ? outcome.audited : [],
    trouble: [
      ...troubleOf({ reading, outcome, item }),
      ...(outcome.kind === 'protected' ? unlookedAt({ reading, item, trouble: [], ...outcome }) : []),
    ],
  }))
  const report = reportOf({ reading, shown: figures, items })
  return { safe: report.safe, shown: report.safe ? namesOf({ reading, figures }) : [], audit: report }
}

/**
 * Works out what a reader who knows all that the publication says he knows can derive about each hidden figure, and
 * refuses when one is too certain: names it, its interval and the equations that give it away. Refuses too when the
 * solver fails, is stopped or is too slow. An interval counts as wide only when whole tables at both its ends were
 * checked without the solver. Throws InputError when the publication contradicts itself.
 */
export const audit = async (given: {
  publication: Publication
  shown: readonly Shown[]
  limits?: Limits
}): Promise<AuditReport> => {
  const { publication, shown, limits = {} } = given
  const reading = readPublication(publication)
  return auditFigures({ reading, figures: figuresNamed({ reading, shown }), limits })
}

/** A thread takes longer to start than small tables take to audit. */
const threadsFor = ({ reading, limits }: { reading: Reading; limits: Limits }): Limits => {
  const unknowns = reading.systems.reduce((sum, { parts, categories }) => sum + parts * categories, 0)
  readLimits(limits)
  return unknowns < 5000 ? { ...limits, workers: 1 } : limits
}

const nothing = ({ reading, item }: { reading: Reading; item: number }): Uint8Array => {
  const system = reading.systems[item]
  return new Uint8Array(system ? system.groups.length * figuresOf(system) : 0)
}

const troubleOf = (given: { reading: Reading; outcome: Outcome; item: number }): Refusal[] => {
  const { reading, outcome } = given
  const item = reading.systems[given.item]?.item ?? ''
  if (outcome.kind === 'contradiction')
    throw new InputError(
      `items.${item}: no counts of the people fit all the tables, rosters and known figures.`,
    )
  if (outcome.kind === 'failed') return [{ code: 'solver-failed', item }]
  if (outcome.kind === 'out-of-time') return [{ code: 'out-of-time', item }]
  return []
}

/** Every hidden figure that a table lists is looked at once, or nothing is safe. */
const unlookedAt = (given: {
  reading: Reading
  item: number
  shown: Uint8Array | undefined
  audited: readonly Audited[]
  trouble: readonly Refusal[]
}): Refusal[] => {
  const { reading, item, shown, audited, trouble } = given
  const system = reading.systems[item]
  if (!system) return []
  const left = new Set<number>()
  const all = system.groups.length * figuresOf(system)
  for (let figure = 0; figure < all; figure++)
    if (isFigure(system, figure) && !shown?.[figure]) left.add(figure)
  let twice = 0
  for (const { group, category } of audited)
    if (group !== null && !left.delete(group * figuresOf(system) + category)) twice++
  return (left.size > 0 || twice > 0) && trouble.length === 0
    ? [{ code: 'solver-failed', item: system.item }]
    : []
}

const auditFigures = async (given: {
  reading: Reading
  figures: readonly Uint8Array[]
  limits: Limits
}): Promise<AuditReport> => {
  const { reading, figures } = given
  const limits = threadsFor(given)
  const { workers } = readLimits(limits)
  // With fewer items than threads, an item is shared out.
  const shares = reading.systems.length >= workers ? 1 : workers
  const jobs = reading.systems.flatMap((system, item) =>
    Array.from({ length: shares }, (_, at) => ({
      kind: 'audit' as const,
      system,
      shown: figures[item] ?? new Uint8Array(),
      share: { at, of: shares },
    })),
  )
  const outcomes = await runJobs({ jobs, limits })
  const items = reading.systems.map((_, item) => {
    const own = outcomes.slice(item * shares, (item + 1) * shares)
    const done = own.flatMap((outcome) => (outcome.kind === 'audited' ? [outcome] : []))
    const audited = done.flatMap(({ audited }) => audited)
    const trouble = own.flatMap((outcome) => troubleOf({ reading, outcome, item }))
    return {
      bare: done.flatMap(({ bare }) => bare),
      audited,
      trouble: [...trouble, ...unlookedAt({ reading, item, shown: figures[item], audited, trouble })],
    }
  })
  return reportOf({ reading, shown: figures, items })
}

/** Which figures are meant. Throws InputError on one that there is not. */
const figuresNamed = ({ reading, shown }: { reading: Reading; shown: readonly Shown[] }): Uint8Array[] => {
  const figures = reading.systems.map((_, item) => nothing({ reading, item }))
  const { tables } = reading.publication
  shown.forEach(({ item, at, table, category }, number) => {
    const place = `shown[${number}]`
    const index = reading.systems.findIndex((system) => system.item === item)
    const system = reading.systems[index]
    if (!system) throw new InputError(`${place}: there is no item ${item}.`)
    for (const [name, node] of Object.entries(at))
      lineOf({ dimensions: reading.dimensions, name, node, place })
    const { key } = plainly(reading.dimensions, at)
    const meant = new Set(
      tables.flatMap(({ id }) =>
        table === undefined || table === id ? (reading.named.get(`${id}${key}`) ?? []) : [],
      ),
    )
    const [group] = meant
    if (group === undefined) throw new InputError(`${place}: no table has such a group.`)
    if (meant.size > 1)
      throw new InputError(`${place}: two tables count this group differently; say which table is meant.`)
    const categories = reading.publication.items[index]?.categories ?? []
    const own = figures[index]
    for (let c = 0; c <= categories.length; c++) {
      const name = categories[c] ?? null
      // With a single category the number of answers is that category.
      const isMeant = category === name || (category === null && categories.length === 1)
      if (category !== undefined && system.rule.hide === 'cells' && !isMeant) continue
      const figure = group * figuresOf(system) + c
      if (own && isFigure(system, figure)) own[figure] = 1
    }
    if (typeof category === 'string' && !categories.includes(category))
      throw new InputError(`${place}: ${item} has no category ${category}.`)
  })
  return figures
}

const namesOf = ({ reading, figures }: { reading: Reading; figures: readonly Uint8Array[] }): Shown[] =>
  reading.systems.flatMap((system, item) =>
    reading.groups.flatMap(({ table, at }, group): Shown[] => {
      const first = group * figuresOf(system)
      const own = figures[item]
      if (system.rule.hide === 'groups') return own?.[first] ? [{ item: system.item, table, at }] : []
      const categories = reading.publication.items[item]?.categories ?? []
      return [...categories, null].flatMap((category, c) =>
        own?.[first + c] ? [{ item: system.item, table, at, category }] : [],
      )
    }),
  )
