import type { Press } from '../contract/press.ts'
import type { Passing } from '../domain/stream/passing.ts'

/** An open stream as the browser has it. */
export type OpenStream = { close(): void; isOver(): boolean }

/** What came back for a press: a status and what could be read, or nothing. */
export type Posted = { status: number; said: unknown } | undefined

/** What the connection needs of a browser, so that a test can be one. Milliseconds throughout. */
export type World = {
  openStream(
    address: string,
    hears: { message(text: string): void; beat(): void; trouble(): void },
  ): OpenStream
  post(address: string, sent: Press | Passing): Promise<Posted>
  get(address: string): Promise<Posted>
  monotonic(): number
  wait(milliseconds: number, then: () => void): () => void
  /** The network is back, or the page is looked at again. */
  whenBack(then: () => void): () => void
  whenOffline(then: () => void): () => void
  /** Of this tab: it outlives a reload and nothing else. */
  readKept(name: string): string | null
  keep(name: string, text: string): void
  newId(): string
  /** From 0 to 1: so that ten thousand phones do not come back in one moment. */
  chance(): number
}

const PATIENCE = 15_000

export const browserWorld = (): World => ({
  openStream: (address, { message, beat, trouble }) => {
    const source = new EventSource(address)
    source.onmessage = ({ data }) => message(String(data))
    source.addEventListener('beat', beat)
    source.onerror = trouble
    return { close: () => source.close(), isOver: () => source.readyState === EventSource.CLOSED }
  },
  post: (address, sent) =>
    ask(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(sent),
    }),
  get: (address) => ask(address, { headers: { accept: 'application/json' } }),
  monotonic: () => performance.now(),
  wait: (milliseconds, then) => {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
  whenBack: (then) => {
    const seen = () => {
      if (document.visibilityState === 'visible') then()
    }
    addEventListener('online', then)
    addEventListener('pageshow', then)
    document.addEventListener('visibilitychange', seen)
    return () => {
      removeEventListener('online', then)
      removeEventListener('pageshow', then)
      document.removeEventListener('visibilitychange', seen)
    }
  },
  whenOffline: (then) => {
    addEventListener('offline', then)
    return () => removeEventListener('offline', then)
  },
  readKept: (name) => {
    try {
      return sessionStorage.getItem(name)
    } catch {
      return null
    }
  },
  keep: (name, text) => {
    try {
      sessionStorage.setItem(name, text)
    } catch {
      // A browser that keeps nothing: what waits is lost with the page, and the page says that it waits.
    }
  },
  newId: newUuid,
  chance: Math.random,
})

const ask = async (address: string, request: RequestInit): Promise<Posted> => {
  try {
    const response = await fetch(address, {
      ...request,
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return { status: response.status, said: await response.json().catch(() => undefined) }
  } catch {
    return undefined
  }
}

/** `crypto.randomUUID` is missing where a room is used without https. */
const newUuid = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
