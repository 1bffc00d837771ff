import { readQuestions } from '../draft.ts'
import { fromBase64Url, sha256, toBase64Url } from '../manifest/digest.ts'
import { lineOf, readEntry } from '../manifest/group-lines.ts'
import { type GroupEntry, hashOfPeople, type Manifest, namesShown } from '../manifest/manifest.ts'
import { standsUnder } from '../manifest/merkle.ts'
import type { CheckinPacket } from '../packet.ts'
import { sensitiveMinimum } from '../wave.ts'
import { everyone, readTableName } from './attributes.ts'
import { findBlock } from './blocks.ts'
import { mostBallots } from './further.ts'

/**
 * Whether her lines in the further tables are those announced to everybody: one for each table of the manifest, each
 * under its root, with at least as many people as the wave promises (everyone's: twenty, and all who are asked), for a
 * block that is asked, and with the names that were shown. One that is missing or made for her alone fails.
 */
export const checkFurther = async (
  packet: Pick<CheckinPacket, 'further' | 'furtherPeople' | 'questions'>,
  manifest: Manifest,
): Promise<boolean> => {
  const tables = manifest.tables.slice(1)
  const lines = packet.further ?? []
  if (tables.length !== lines.length || tables.length >= mostBallots) return false
  const byName = new Map(tables.map((table) => [table.table, table]))
  if (byName.size !== tables.length) return false
  const questions = readQuestions(packet.questions)
  const seen = new Set<string>()
  for (const { entry: text, path } of lines) {
    const entry = readEntry(text)
    const table = entry && byName.get(entry.table)
    const name = entry && readTableName(entry.table)
    if (!entry || !table || !name || seen.has(entry.table) || !findBlock(questions, name.block)) return false
    seen.add(entry.table)
    if (!isLargeEnough({ manifest, entry, table, steps: path.length, isWhole: name.attribute === everyone }))
      return false
    if (!(await standsUnder({ root: table.root, entry: await lineOf(entry), path }))) return false
    const spki = fromBase64Url(entry.spki)
    if (!spki || toBase64Url(await sha256(spki)) !== entry.keyId) return false
    if (!(await areNamesTold({ entry, people: packet.furtherPeople?.[name.attribute] ?? null }))) return false
  }
  return true
}

/** As for the reporting groups: neither this category nor any other can be smaller than promised. */
const isLargeEnough = (given: {
  manifest: Manifest
  entry: GroupEntry
  table: Manifest['tables'][number]
  steps: number
  isWhole: boolean
}): boolean => {
  const { manifest, entry, table, steps } = given
  const minimum = given.isWhole ? Math.max(sensitiveMinimum, manifest.minimumGroup) : manifest.minimumGroup
  return (
    entry.eligible >= minimum &&
    entry.eligible <= manifest.eligible &&
    table.groups * minimum <= manifest.eligible &&
    (!given.isWhole || table.groups === 1) &&
    steps <= Math.ceil(Math.log2(Math.max(1, table.groups)))
  )
}

const areNamesTold = async (given: {
  entry: GroupEntry
  people: readonly string[] | null
}): Promise<boolean> => {
  const { entry, people } = given
  if (people === null) return entry.eligible > namesShown
  return people.length === entry.eligible && (await hashOfPeople(people)) === entry.people
}
