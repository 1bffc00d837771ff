import { generateSealingKey, loadOpeningKey, type OpeningKey, open } from '#packages/sealed/index.ts'
import type { HistoryEntry } from '../../domain/history/entry.ts'
import { decodeEntry, newestFirst } from '../../domain/history/read-entry.ts'
import { fromBase64Url } from '../../domain/manifest/digest.ts'
import { storeOf, type Who } from '../device/device.client.ts'
import { announceChange, chance } from '../house.client.ts'
import { noteSignedInRequest } from '../member.client.ts'
import type { HistoryLock, Store } from '../store.client.ts'
import { historyInfo, keepEntry, lockKeyOf, placeOfEntry, sealEntry } from './write-history.client.ts'

/** Asks the site for the key of her history; undefined without a network or a session. */
type AskForKey = () => Promise<CryptoKey | undefined>

export const askForHistoryKey =
  (slug: string): AskForKey =>
  async () => {
    try {
      const response = await fetch(`/app/${slug}/myself/key`, { method: 'POST', cache: 'no-store' })
      const said: unknown = await response.json()
      if (!response.ok || typeof said !== 'object' || said === null || !('key' in said)) return undefined
      const bytes = typeof said.key === 'string' ? fromBase64Url(said.key) : undefined
      return bytes && (await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']))
    } catch {
      return undefined
    }
  }

/** Makes the lock of her history on a browser that is hers alone, once. Where nothing is kept, nothing is asked. */
export const prepareHistory = async (who: Who, ask: AskForKey): Promise<void> => {
  const store = await storeOf(who)
  if (!store.isLasting || (await lockOf(store, who)) !== undefined) return
  await noteSignedInRequest(store, { now: Date.now(), random: chance() })
  const key = await ask()
  if (!key) return
  const made = await makeLock(key)
  await store.change(async (box) => {
    if ((await box.get('locks', lockKeyOf(who))) === undefined) await box.put('locks', lockKeyOf(who), made)
  })
}

const makeLock = async (key: CryptoKey): Promise<HistoryLock> => {
  const { privateKey, publicKey } = await generateSealingKey()
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, privateKey)
  return { publicKey, iv, wrapped: new Uint8Array(wrapped) }
}

export type History =
  /** Nothing is kept on a shared browser. */
  | { readonly kind: 'shared' }
  /** She wants none here. */
  | { readonly kind: 'off' }
  /** Without her session, or without a network, nothing here opens. */
  | { readonly kind: 'locked' }
  /** The site gives another key than the one it was locked with: it was restored from before, or she is another entry. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'open'; readonly entries: readonly HistoryEntry[] }

export const readHistory = async (who: Who, ask: AskForKey): Promise<History> => {
  const store = await storeOf(who)
  if (!store.isLasting) return { kind: 'shared' }
  await prepareHistory(who, ask)
  const lock = await lockOf(store, who)
  if (lock === 'off') return { kind: 'off' }
  if (lock === undefined) return { kind: 'locked' }
  const key = await ask()
  if (!key) return { kind: 'locked' }
  const opening = await openLock(lock, key)
  if (!opening) return { kind: 'lost' }
  const kept = await store.change((box) => box.all('history'))
  const entries: HistoryEntry[] = []
  for (const { key, value } of kept) {
    if (!isHers(key, who)) continue
    const opened = await open({ key: opening, info: historyInfo, aad: placeOfEntry(key), sealed: value })
    const entry = opened.ok ? decodeEntry(opened.value) : undefined
    if (entry) entries.push(entry)
  }
  return { kind: 'open', entries: newestFirst(entries) }
}

const openLock = async (
  lock: Exclude<HistoryLock, 'off'>,
  key: CryptoKey,
): Promise<OpeningKey | undefined> => {
  try {
    const bytes = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: lock.iv }, key, lock.wrapped)
    const loaded = await loadOpeningKey({
      privateKey: new Uint8Array(bytes),
      publicKey: lock.publicKey,
    })
    return loaded.ok ? loaded.value : undefined
  } catch {
    return undefined
  }
}

/** Adds what she filled in for herself. @returns false where nothing is kept. */
export const addToHistory = async (who: Who, entry: HistoryEntry): Promise<boolean> => {
  const store = await storeOf(who)
  if (!store.isLasting) return false
  const sealed = await sealEntry({ who, lock: await lockOf(store, who), entry })
  if (!sealed) return false
  await store.change((box) => keepEntry(box, sealed))
  announceChange()
  return true
}

/** Erases what is kept on this device. `isOff`: and keeps nothing from now on, until she wants it again. */
export const eraseHistory = async (who: Who, given: { isOff: boolean }): Promise<void> => {
  const store = await storeOf(who)
  await store.change(async (box) => {
    for (const { key } of await box.all('history')) if (isHers(key, who)) await box.remove('history', key)
    if (given.isOff) await box.put('locks', lockKeyOf(who), 'off')
    else await box.remove('locks', lockKeyOf(who))
  })
  announceChange()
}

const isHers = (key: string, who: Who): boolean => key.startsWith(`${lockKeyOf(who)}/`)
const lockOf = (store: Store, who: Who): Promise<HistoryLock | undefined> =>
  store.change((box) => box.get('locks', lockKeyOf(who)))
