import type { ChainEntry } from '../chain/entry.ts'
import { type FetchPage, fetchEntries } from '../chain/fetch-entries.ts'
import { readBody } from '../chain/read-body.ts'
import { cosignatureText, isSignedBy } from '../chain/signature.ts'
import { type ChainFault, type ChainKnown, verifyChain } from '../chain/verify-chain.ts'
import { areAllLines, type FetchLines } from '../manifest/group-lines.ts'
import type { Manifest, Witness } from '../manifest/manifest.ts'

export type WatchTrouble =
  | { readonly kind: 'unread' }
  | { readonly kind: 'alarm'; readonly fault: ChainFault; readonly number: number }

/** One public list that a witness follows, with everything that was ever seen of it. */
export type WatchedList = {
  readonly address: string
  readonly name: string
  readonly known: ChainKnown | null
  readonly entries: readonly ChainEntry[]
  /** As an ISO instant. */
  readonly lookedAt: string | null
  /** An alarm stays until its reader says that she knows why. */
  readonly trouble: WatchTrouble | null
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
  entries: [],
  lookedAt: null,
  trouble: null,
})

/**
 * Follows a list from where it was left. What does not go on from there is an alarm, and then nothing of it is taken
 * in; it is looked for again each time, so that a list which is put right by itself is not forgotten either.
 */
export const lookAgain = async (
  list: WatchedList,
  given: { fetchPage: FetchPage; fetchLines: FetchLines; now: Date },
): Promise<WatchedList> => {
  const { known } = list
  const lookedAt = given.now.toISOString()
  const fetched = await fetchEntries({
    number: known?.number ?? 1,
    organisation: known?.organisation,
    fetchPage: given.fetchPage,
  })
  if (!fetched) return { ...list, lookedAt, trouble: list.trouble ?? { kind: 'unread' } }
  const { entries, name } = fetched
  // A list that nobody has written on yet is one.
  if (!known && entries.length === 0) return { ...list, name, lookedAt, trouble: null }
  const seen = await verifyChain({ known: known ?? undefined, entries })
  if (!seen.ok)
    return { ...list, lookedAt, trouble: { kind: 'alarm', fault: seen.fault, number: seen.number } }
  const groups = await checkGroups(
    seen.news.map(({ entry }) => entry),
    given.fetchLines,
  )
  if (groups) return { ...list, lookedAt, trouble: list.trouble?.kind === 'alarm' ? list.trouble : groups }
  const trouble = list.trouble?.kind === 'alarm' ? list.trouble : null
  const kept = list.entries.filter(({ number }) => number < (entries[0]?.number ?? 1))
  return { ...list, name, lookedAt, trouble, known: seen.known, entries: [...kept, ...entries] }
}

/** Reads all groups under each new announcement; up to format 2 nobody could. */
const checkGroups = async (
  entries: readonly ChainEntry[],
  fetchLines: FetchLines,
): Promise<WatchTrouble | undefined> => {
  for (const { kind, number, body } of entries) {
    if (kind !== 'manifest' || readBody(body)?.format !== signedFormat) continue
    const lines = await fetchLines(number)
    if (!lines) return { kind: 'unread' }
    if (!(await areAllLines(JSON.parse(body) as Manifest, lines.tables)))
      return { kind: 'alarm', fault: 'chain/groups-differ', number }
  }
  return undefined
}

/** Its reader knows why: the list is remembered anew, from its beginning. */
export const forgetAlarm = (list: WatchedList): WatchedList => ({
  ...list,
  known: null,
  entries: [],
  trouble: null,
})

/** Nothing of an earlier format is signed: what stands under its roots cannot be read. */
const signedFormat = 'kith-manifest/3' satisfies Manifest['format']

/** As whom an announcement names the holder of a key; undefined where it does not. */
export const namedIn = (entry: ChainEntry, publicKey: string): Witness | undefined => {
  const body = entry.kind === 'manifest' ? readBody(entry.body) : undefined
  return body?.format === signedFormat
    ? body.witnesses?.find((one) => one.publicKey === publicKey)
    : undefined
}

/** The announcements that wait for the holder of this key. None while there is an alarm. */
export const waitingFor = async (list: WatchedList, publicKey: string): Promise<ChainEntry[]> => {
  if (list.trouble) return []
  const waiting: ChainEntry[] = []
  for (const entry of list.entries) {
    const witness = namedIn(entry, publicKey)
    if (witness && !(await isCosigned(entry, witness))) waiting.push(entry)
  }
  return waiting
}

const isCosigned = async (entry: ChainEntry, { id, publicKey }: Witness): Promise<boolean> => {
  for (const { witness, signature } of entry.cosignatures)
    if (
      witness === id &&
      (await isSignedBy({ key: publicKey, signature, text: cosignatureText(entry.hash) }))
    )
      return true
  return false
}

/** What is handed in at `address/cosignatures`; undefined where the announcement does not name this key. */
export const cosignatureOf = async (
  entry: ChainEntry,
  key: { publicKey: string; sign(text: string): Promise<string> },
): Promise<{ hash: string; witness: string; signature: string } | undefined> => {
  const witness = namedIn(entry, key.publicKey)
  if (!witness) return undefined
  return { hash: entry.hash, witness: witness.id, signature: await key.sign(cosignatureText(entry.hash)) }
}

/** The list as it is once a signature was handed in. */
export const withCosignature = (
  list: WatchedList,
  given: { hash: string; witness: string; signature: string },
): WatchedList => ({
  ...list,
  entries: list.entries.map((entry) =>
    entry.hash === given.hash
      ? {
          ...entry,
          cosignatures: [...entry.cosignatures, { witness: given.witness, signature: given.signature }],
        }
      : entry,
  ),
})
