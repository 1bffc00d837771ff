import { sha256, toBase64Url, utf8 } from './digest.ts'
import { keyOfName } from './key-of-name.ts'
import type { GroupEntry, GroupWay, Manifest } from './manifest.ts'
import { rootOf } from './merkle.ts'

/**
 * Every line under the roots of one announcement, in the order of its tables: what everybody reads alike, so that nobody
 * is given a line of her own. `of`: where the announcement stands on the public chain.
 */
export type GroupLines = {
  readonly format: 'kith-groups/1'
  readonly of: number
  readonly tables: readonly (readonly string[])[]
}

export type FetchLines = (of: number) => Promise<GroupLines | undefined>

const placeSize = 12
const peopleLength = 22
/** No check-in promises fewer. */
const fewest = 5

/**
 * What of a group stands under the root and is read by anybody: how many are asked and how, the key by its hash, the
 * people by the first 16 bytes of theirs, and a mark of 12 bytes for its id and for each name by which it is shown. No
 * name can be read in it; a name that is used twice is seen. Words with a blank between them.
 */
export const lineOf = async (entry: GroupEntry): Promise<string> => {
  const { group, name, units, eligible, way = 'devices', keyId, people } = entry
  const shown = [`group ${group}`, ...(name === '' ? [] : [`name ${keyOfName(name)}`])]
  const marks = await Promise.all([...shown, ...units.map((unit) => `unit ${keyOfName(unit)}`)].map(markOf))
  return [eligible, way, keyId, people.slice(0, peopleLength), ...marks].join(' ')
}

const markOf = async (text: string) => toBase64Url((await sha256(utf8(text))).slice(0, placeSize))

/** @returns undefined for a text that does not say what a line is made of. */
export const readEntry = (text: string): GroupEntry | undefined => {
  try {
    const entry = JSON.parse(text) as GroupEntry | null
    const texts = [entry?.table, entry?.group, entry?.name, entry?.keyId, entry?.spki, entry?.people]
    const isWhole =
      texts.every((part) => typeof part === 'string') &&
      Array.isArray(entry?.units) &&
      entry.units.every((unit) => typeof unit === 'string')
    return isWhole ? (entry ?? undefined) : undefined
  } catch {
    return undefined
  }
}

type Line = { eligible: number; way: GroupWay; keyId: string; people: string; marks: readonly string[] }

const pattern = /^([1-9]\d{0,8}) (devices|paper) ([\w-]{43}) ([\w-]{22})((?: [\w-]{16})+)$/

const readLine = (text: string): Line | undefined => {
  const [, eligible, way, keyId = '', people = '', marks = ''] = pattern.exec(text) ?? []
  if (way !== 'devices' && way !== 'paper') return undefined
  return { eligible: Number(eligible), way, keyId, people, marks: marks.trim().split(' ') }
}

/**
 * Whether these lines are all that stands under an announcement, and hold what it promises: as many as it says, their
 * people adding up to those who are asked, each with the smallest group, no key, people, group or name twice. A line
 * that somebody would be given alone is then seen by everybody.
 */
export const areAllLines = async (
  manifest: Pick<Manifest, 'tables' | 'eligible' | 'minimumGroup'>,
  given: GroupLines['tables'],
): Promise<boolean> => {
  const { tables, eligible, minimumGroup } = manifest
  if (!areTables(tables) || given.length !== tables.length || !(minimumGroup >= fewest)) return false
  if (!areDistinct(tables.map(({ table }) => table))) return false
  const keys: string[] = []
  let asked = eligible
  for (const [at, { groups, root }] of tables.entries()) {
    const texts = given[at] ?? []
    const lines = texts.map(readLine).filter((line) => line !== undefined)
    if (texts.length !== groups || lines.length !== groups || (await rootOf(texts)) !== root) return false
    if (!areDistinct(lines.map(({ people }) => people)) || !areDistinct(lines.flatMap(({ marks }) => marks)))
      return false
    if (lines.some((line) => line.eligible < minimumGroup) || sumOf(lines) !== asked) return false
    // Whoever answers on paper is in no further table.
    if (at === 0) asked = sumOf(lines.filter(({ way }) => way === 'devices'))
    else if (lines.some(({ way }) => way === 'paper')) return false
    keys.push(...lines.map(({ keyId }) => keyId))
  }
  return areDistinct(keys)
}

const areTables = (tables: unknown): tables is Manifest['tables'] =>
  Array.isArray(tables) &&
  tables.length > 0 &&
  tables.every((one) => typeof one?.table === 'string' && one.groups >= 1 && typeof one.root === 'string')

const areDistinct = (texts: readonly string[]) => new Set(texts).size === texts.length
const sumOf = (lines: readonly Line[]) => lines.reduce((sum, { eligible }) => sum + eligible, 0)

/** @returns undefined for anything but the lines of the announcement with this number. */
export const readGroupLines = (value: unknown, of: number): GroupLines | undefined => {
  const lines = value as GroupLines | null
  const isIt =
    lines?.format === 'kith-groups/1' &&
    lines.of === of &&
    Array.isArray(lines.tables) &&
    lines.tables.every(
      (table) => Array.isArray(table) && table.every((line: unknown) => typeof line === 'string'),
    )
  return isIt ? lines : undefined
}
