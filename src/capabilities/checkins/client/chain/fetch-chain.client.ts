import type { ChainPage } from '../../domain/chain/entry.ts'
import type { FetchPage } from '../../domain/chain/fetch-entries.ts'
import { type FetchLines, readGroupLines } from '../../domain/manifest/group-lines.ts'

const patience = 20_000
/** The largest announcement is some hundred kilobytes: a phone on a bad line takes them in, too. */
const patienceForLines = 180_000

/** A request without a session or a referrer: what is asked for is the same for nearly everybody. */
const fetchPublic = async (address: string, milliseconds: number): Promise<unknown> => {
  try {
    const response = await fetch(address, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(milliseconds),
    })
    return response.ok ? await response.json() : undefined
  } catch {
    return undefined
  }
}

/** Asks for fixed pages of the list at an address. */
export const pagesAt =
  (address: string): FetchPage =>
  async (from) =>
    (await fetchPublic(`${address}?from=${from}`, patience)) as ChainPage | undefined

/** Asks for all groups under an announcement on the list at an address. */
export const linesAt =
  (address: string): FetchLines =>
  async (of) =>
    readGroupLines(await fetchPublic(`${address}/groups?of=${of}`, patienceForLines), of)
