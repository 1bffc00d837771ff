import { dropKept, indexedStore, isAnythingKept } from './indexed-store.client.ts'
import { memoryStore } from './memory-store.client.ts'
import type { Store } from './store.client.ts'

// One of each for each page, made when first asked for: two of them in memory would not know each other.
let passing: Store | undefined
let lasting: Promise<Store> | undefined

/** What this page keeps until it is closed, and nobody after it. Browser only. */
export const passingStore = (): Store => {
  passing ??= memoryStore()
  return passing
}

/** What this browser keeps; in memory where it keeps nothing. Only for somebody who said that it is hers alone. */
export const lastingStore = async (): Promise<Store> => {
  lasting ??= indexedStore()
  try {
    return await lasting
  } catch {
    lasting = undefined
    return passingStore()
  }
}

/** What was kept here before, by whomever. Makes nothing: a browser that keeps nothing still keeps nothing after it. */
export const keptStore = async (): Promise<Store | undefined> => {
  if (lasting === undefined && !(await isAnythingKept())) return undefined
  const store = await lastingStore()
  return store.isLasting ? store : undefined
}

/** Everything that there is here to read or to send from. */
export const storesHere = async (): Promise<Store[]> => {
  const kept = await keptStore()
  return [...(kept ? [kept] : []), ...(passing ? [passing] : [])]
}

/** Removes what this browser keeps, down to its name. */
export const dropLasting = async (): Promise<void> => {
  lasting = undefined
  await dropKept()
}

/** Whether this page may seal anything: browsers offer the means on https and on this very machine only. */
export const canSeal = (): boolean => globalThis.isSecureContext && crypto.subtle !== undefined

/** Uniform in [0, 1). */
export const chance = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32

/**
 * Runs `work` in one tab at a time. Where the browser has no such lock it simply runs: everything that is done under it
 * is also safe to do twice, the lock only saves the second time.
 */
export const oneAtATime = async (name: string, work: () => Promise<void>): Promise<void> => {
  if (!('locks' in navigator)) return work()
  await navigator.locks.request(`kith ${name}`, work)
}

let sendingNow: string | undefined
/** The key of the ballot that is leaving at this moment, from this tab. */
export const nowSending = (): string | undefined => sendingNow
export const noteSending = (key: string | undefined): void => {
  sendingNow = key
}

const tabs = () => ('BroadcastChannel' in globalThis ? new BroadcastChannel('kith') : undefined)
const here = new EventTarget()

/** Tells this page and other tabs that something kept here has changed. */
export const announceChange = (): void => {
  here.dispatchEvent(new Event('change'))
  const channel = tabs()
  channel?.postMessage('change')
  channel?.close()
}

/** @returns what ends the listening. */
export const onChange = (listen: () => void): (() => void) => {
  const channel = tabs()
  here.addEventListener('change', listen)
  channel?.addEventListener('message', listen)
  return () => {
    here.removeEventListener('change', listen)
    channel?.close()
  }
}
