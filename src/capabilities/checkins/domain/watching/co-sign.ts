import type { ChainEntry } from '../chain/entry.ts'
import { readBody } from '../chain/read-body.ts'
import { cosignatureText, isSignedBy } from '../chain/signature.ts'
import { manifestFormat, type Witness } from '../manifest/manifest.ts'
import type { WatchedList } from './watch.ts'

/**
 * As whom an announcement names the holder of a key; undefined where it does not.
 * Of an earlier format nothing is signed: what stands under its roots cannot be read.
 */
export const namedIn = (entry: ChainEntry, publicKey: string): Witness | undefined => {
  const body = entry.kind === 'manifest' ? readBody(entry.body) : undefined
  return body?.format === manifestFormat
    ? body.witnesses?.find((one) => one.publicKey === publicKey)
    : undefined
}

/**
 * The announcements that wait for the holder of this key: those that the last look verified, with all their groups.
 * None while there is an alarm, or while something of the list did not come.
 */
export const waitingFor = async (list: WatchedList, publicKey: string): Promise<ChainEntry[]> => {
  if (list.trouble) return []
  const waiting: ChainEntry[] = []
  for (const entry of list.entries) {
    const witness = list.groupsRead.includes(entry.hash) ? namedIn(entry, publicKey) : undefined
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
