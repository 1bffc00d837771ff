import { seal } from '#packages/sealed/index.ts'
import { encodeEntry, type HistoryEntry } from '../../domain/history/entry.ts'
import type { Who } from '../device/device.client.ts'
import type { Box, HistoryLock } from '../store.client.ts'

export const historyInfo = new TextEncoder().encode('kith history 1')
/** An entry opens at its own place only: nobody puts it under another person. */
export const placeOfEntry = (key: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(key)
export const lockKeyOf = ({ organisation, member }: Who): string => `${organisation}/${member}`

export type SealedEntry = { readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }

/**
 * Seals one entry to the lock of its owner. Needs no session: what is sealed here opens on a page that she is signed in
 * to. @returns undefined where she keeps no history.
 */
export const sealEntry = async (given: {
  who: Who
  lock: HistoryLock | undefined
  entry: HistoryEntry
}): Promise<SealedEntry | undefined> => {
  const { who, lock, entry } = given
  const plaintext = encodeEntry(entry)
  if (lock === undefined || lock === 'off' || !plaintext) return undefined
  const key = `${lockKeyOf(who)}/${crypto.randomUUID()}`
  const sealed = await seal({
    recipient: lock.publicKey,
    info: historyInfo,
    aad: placeOfEntry(key),
    plaintext,
  })
  return sealed.ok ? { key, bytes: sealed.value } : undefined
}

export const keepEntry = (box: Box, sealed: SealedEntry): Promise<void> =>
  box.put('history', sealed.key, sealed.bytes)

/** The day that this device shows. */
export const todayHere = (): string => {
  const now = new Date()
  const two = (number: number) => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
