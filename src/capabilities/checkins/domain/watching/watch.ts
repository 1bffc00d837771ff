import type { ChainEntry } from '../chain/entry.ts'
import { type FetchPage, fetchEntries } from '../chain/fetch-entries.ts'
import { readBody } from '../chain/read-body.ts'
import { type ChainFault, type ChainKnown, type ChainSeen, verifyChain } from '../chain/verify-chain.ts'
import { areAllLines, type FetchLines } from '../manifest/group-lines.ts'
import { type Manifest, manifestFormat } from '../manifest/manifest.ts'

export type WatchTrouble =
  | { readonly kind: 'unread' }
  | {
      readonly kind: 'alarm'
      readonly fault: ChainFault
      readonly number: number
      /** Of the entry, where its reader may excuse this very one. */
      readonly hash?: string | undefined
    }

/** One public list that a witness follows, with what she remembers of it. */
export type WatchedList = {
  readonly address: string
  readonly name: string
  readonly known: ChainKnown | null
  /** What another memory of hers had seen: it must stand on the list as well. */
  readonly alsoKnown: ChainKnown | null
  /** The hashes of announcements whose groups were read and add up. */
  readonly groupsRead: readonly string[]
  /** The hashes of entries of which she knows why they are wrong. Nothing of them is signed. */
  readonly excused: readonly string[]
  /** As an ISO instant. */
  readonly lookedAt: string | null
  /** An alarm stays until its reader says that she knows why. */
  readonly trouble: WatchTrouble | null
  /** The whole list, as the last look verified it from its first entry on: never taken from what was kept. */
  readonly entries: readonly ChainEntry[]
}

/** An address as people copy it; undefined where it is none that a browser could fetch. */
export const addressOfList = (typed: string): string | undefined => {
  const url = URL.parse(typed.trim())
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

export const newList = (address: string): WatchedList => ({
  address,
  name: '',
  known: null,
  alsoKnown: null,
  groupsRead: [],
  excused: [],
  lookedAt: null,
  trouble: null,
  entries: [],
})

/**
 * Reads a list from its first entry on. What does not hold together, or does not go on from what is remembered, is an
 * alarm, and then nothing of it is taken in; it is looked for again each time, so that a list which is put right by
 * itself is not forgotten either. Groups that did not come are asked for again the next time, those alone.
 */
export const lookAgain = async (
  list: WatchedList,
  given: { fetchPage: FetchPage; fetchLines: FetchLines; now: Date },
): Promise<WatchedList> => {
  const { known, alsoKnown } = list
  const lookedAt = given.now.toISOString()
  const organisation = (known ?? alsoKnown)?.organisation
  const fetched = await fetchEntries({ number: 1, organisation, fetchPage: given.fetchPage })
  if (!fetched) return { ...list, lookedAt, trouble: list.trouble ?? { kind: 'unread' } }
  const { entries, name } = fetched
  // A list that nobody has written on yet is one.
  if (!known && !alsoKnown && entries.length === 0) return { ...list, name, lookedAt, trouble: null }
  const seen = await verifyBoth(list, entries)
  if (!seen.ok) return { ...list, lookedAt, entries: [], trouble: alarmOf(seen) }
  const { groupsRead, trouble } = await readGroups({ ...list, entries }, given.fetchLines)
  return {
    ...list,
    name,
    lookedAt,
    known: seen.known,
    alsoKnown: null,
    groupsRead,
    trouble: list.trouble?.kind === 'alarm' ? list.trouble : trouble,
    entries,
  }
}

const alarmOf = ({ fault, number, hash }: Extract<ChainSeen, { ok: false }>): WatchTrouble => ({
  kind: 'alarm',
  fault,
  number,
  hash,
})

const verifyBoth = async (
  { known, alsoKnown, excused }: WatchedList,
  entries: readonly ChainEntry[],
): Promise<ChainSeen> => {
  if (known && alsoKnown) {
    const other = await verifyChain({ known: alsoKnown, entries, excused })
    if (!other.ok) return other
  }
  return verifyChain({ known: known ?? alsoKnown ?? undefined, entries, excused })
}

/** Reads all groups under each announcement that was not read yet; up to format 2 nobody could. */
const readGroups = async (
  list: WatchedList,
  fetchLines: FetchLines,
): Promise<Pick<WatchedList, 'groupsRead' | 'trouble'>> => {
  const groupsRead = [...list.groupsRead]
  let trouble: WatchTrouble | null = null
  for (const { kind, number, body, hash } of list.entries) {
    if (kind !== 'manifest' || readBody(body)?.format !== manifestFormat) continue
    if (groupsRead.includes(hash) || list.excused.includes(hash)) continue
    const lines = await fetchLines(number)
    const isRight = lines && (await areAllLines(JSON.parse(body) as Manifest, lines.tables))
    if (isRight) groupsRead.push(hash)
    else if (!lines) trouble ??= { kind: 'unread' }
    else return { groupsRead, trouble: { kind: 'alarm', fault: 'chain/groups-differ', number, hash } }
  }
  return { groupsRead, trouble }
}

/**
 * Its reader knows why. Of an entry that says what it must not, this very one is excused, and nothing else; a list that
 * goes on otherwise than it did is remembered anew, from its beginning.
 */
export const forgetAlarm = (list: WatchedList): WatchedList => {
  const hash = list.trouble?.kind === 'alarm' ? list.trouble.hash : undefined
  const anew =
    hash === undefined
      ? { known: null, alsoKnown: null, groupsRead: [] }
      : { excused: [...new Set([...list.excused, hash])] }
  return { ...list, ...anew, entries: [], trouble: null }
}
