import { type Dimensions, lineOf } from './dimensions.ts'
import { type At, InputError } from './publication.ts'

/** More than this nobody can publish, or wait for. */
export const MOST = {
  unknowns: 2_000_000,
  combinations: 5_000_000,
  memberships: 20_000_000,
  answers: 1_000_000_000,
}

export const linesOf = (given: { dimensions: Dimensions; at: At; by?: readonly string[]; place: string }) => {
  const { dimensions, at, by, place } = given
  const lines = new Map<string, readonly string[]>()
  for (const [name, node] of Object.entries(at)) lines.set(name, lineOf({ dimensions, name, node, place }))
  for (const name of by ?? []) if (!lines.has(name)) throw new InputError(`${place}: at names no ${name}.`)
  if (by && lines.size !== by.length) throw new InputError(`${place}: at names more than the table is by.`)
  return lines
}

/** Names are free: one may be called as something that every object has. */
export const ownOf = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined

/**
 * Where a part is, seen from a combination; a dimension that the combination leaves out holds everybody. Partly, when
 * nobody said where these people are in one of its dimensions.
 */
export const whereIs = (
  lines: ReadonlyMap<string, readonly string[]>,
  at: At,
): 'inside' | 'outside' | 'partly' => {
  const names = Object.entries(at)
  if (names.some(([name, node]) => lines.get(name)?.includes(node) === false)) return 'outside'
  return names.every(([name]) => lines.has(name)) ? 'inside' : 'partly'
}

/** A combination in words. */
export const describe = (at: At) => Object.values(at).join(' and ') || 'everybody'
