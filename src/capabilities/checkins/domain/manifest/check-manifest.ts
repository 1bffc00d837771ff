import { accept, type Result, refuse } from '#kernel/result.ts'
import { fromBase64Url, sha256, toBase64Url, utf8 } from './digest.ts'
import { lineOf, readEntry } from './group-lines.ts'
import {
  type GroupEntry,
  hashOfPeople,
  hashOfText,
  type Manifest,
  manifestFormat,
  namesShown,
} from './manifest.ts'
import { type MerklePath, standsUnder } from './merkle.ts'

export type Announcement = {
  readonly manifest: string
  readonly signature: string
  readonly entry: string
  readonly path: MerklePath
  /** The names in the group, where it is small enough to be read. */
  readonly people: readonly string[] | null
  readonly questions: string
}

export type ManifestRefusal =
  | 'manifest/not-readable'
  | 'manifest/signature-wrong'
  | 'manifest/signer-changed'
  | 'manifest/group-not-in-it'
  | 'manifest/group-too-small'
  | 'manifest/names-differ'
  | 'manifest/questions-differ'

/**
 * What a browser checks before it asks for a ticket: the signature, the signer it knows from before, that its group
 * stands under the root with at least the minimum of people, and that names and questions are those announced.
 */
export const checkAnnouncement = async (
  given: Announcement,
  known: { signer: string | undefined },
): Promise<Result<{ manifest: Manifest; entry: GroupEntry; hash: string }, ManifestRefusal>> => {
  const manifest = parse<Manifest>(given.manifest)
  const entry = readEntry(given.entry)
  const table = manifest?.tables?.find(({ table }) => table === entry?.table)
  if (!manifest || !entry || !table || manifest.format !== manifestFormat)
    return refuse('manifest/not-readable')
  if (known.signer !== undefined && known.signer !== manifest.signer) return refuse('manifest/signer-changed')
  if (!(await isSigned(given, manifest.signer))) return refuse('manifest/signature-wrong')
  if (!(await standsUnder({ root: table.root, entry: await lineOf(entry), path: given.path })))
    return refuse('manifest/group-not-in-it')
  const spki = fromBase64Url(entry.spki)
  if (!spki || toBase64Url(await sha256(spki)) !== entry.keyId) return refuse('manifest/group-not-in-it')
  if (!isLargeEnough({ manifest, entry, groups: table.groups, steps: given.path.length }))
    return refuse('manifest/group-too-small')
  if (!given.people && entry.eligible <= namesShown) return refuse('manifest/names-differ')
  if (
    given.people &&
    (given.people.length !== entry.eligible || (await hashOfPeople(given.people)) !== entry.people)
  )
    return refuse('manifest/names-differ')
  if ((await hashOfText(given.questions)) !== manifest.questionsSha256)
    return refuse('manifest/questions-differ')
  return accept({ manifest, entry, hash: await hashOfText(given.manifest) })
}

/**
 * The group has at least the minimum, and so can every other: there are not more groups than the people asked allow,
 * and the way to the root is no longer than that many groups need. A tree of one-person keys fails one of the two.
 */
const isLargeEnough = (given: {
  manifest: Manifest
  entry: GroupEntry
  groups: number
  steps: number
}): boolean => {
  const { manifest, entry, groups, steps } = given
  return (
    manifest.minimumGroup >= 5 &&
    entry.eligible >= manifest.minimumGroup &&
    entry.eligible <= manifest.eligible &&
    groups * manifest.minimumGroup <= manifest.eligible &&
    steps <= Math.ceil(Math.log2(Math.max(1, groups)))
  )
}

const isSigned = async (given: Announcement, signer: string): Promise<boolean> => {
  const spki = fromBase64Url(signer)
  const signature = fromBase64Url(given.signature)
  if (!spki || !signature) return false
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    return await crypto.subtle.verify(algorithm, key, signature, utf8(given.manifest))
  } catch {
    return false
  }
}

const parse = <T>(text: string): T | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as T) : undefined
  } catch {
    return undefined
  }
}
