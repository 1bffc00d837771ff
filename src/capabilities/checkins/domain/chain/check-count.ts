import { type MerklePath, standsUnder } from '../manifest/merkle.ts'
import type { ChainEntry } from './entry.ts'
import type { CountLine } from './parts.ts'
import { readBody } from './read-body.ts'

/** Her group's line of the newest daily head, and its way to the root that stands on the chain. */
export type GroupCount = { readonly head: number; readonly line: string; readonly path: MerklePath }

export type CountSeen = { readonly eligible: number; readonly tickets: number; readonly day: string }

export type CountFault =
  /** It stands under no head of the chain, or is another group's. */
  | 'count/not-on-the-chain'
  /** It says that nobody holds a ticket, and this browser held one before the head was written. */
  | 'count/leaves-this-one-out'
  /** The chain has a newer head that counts this check-in, and what it says of her group did not come. */
  | 'count/withheld'

/**
 * What a group's line says, once it is sure that it stands on the chain and does not contradict what this browser knows.
 * Undefined before the first head. `heldSince`: the newest entry of the chain when this browser got its ticket; undefined while it has none.
 */
export const checkCount = async (given: {
  /** As it came; null where none did. */
  count: GroupCount | null
  entries: readonly ChainEntry[]
  wave: string
  table: string
  group: string
  eligible: number
  heldSince: number | undefined
}): Promise<CountSeen | CountFault | undefined> => {
  const { count } = given
  const newest = newestHead(given)
  if (!count) return newest === undefined ? undefined : 'count/withheld'
  const head = given.entries.find(({ number, kind }) => number === count.head && kind === 'head')
  const body = head && readBody(head.body)
  const root = body?.waves?.find(({ wave }) => wave === given.wave)?.root
  const line = parse(count.line)
  if (!body?.day || !root || !line || line.table !== given.table || line.group !== given.group)
    return 'count/not-on-the-chain'
  if (!(await standsUnder({ root, entry: count.line, path: count.path }))) return 'count/not-on-the-chain'
  const { eligible, tickets } = line
  if (eligible !== given.eligible || !Number.isInteger(tickets) || tickets < 0 || tickets > eligible)
    return 'count/not-on-the-chain'
  if (newest !== undefined && newest > count.head) return 'count/withheld'
  if (given.heldSince !== undefined && count.head > given.heldSince && tickets < 1)
    return 'count/leaves-this-one-out'
  return { eligible, tickets, day: body.day }
}

/** The newest head that counts this check-in. */
const newestHead = (given: { entries: readonly ChainEntry[]; wave: string }): number | undefined =>
  given.entries.findLast(
    ({ kind, body }) => kind === 'head' && readBody(body)?.waves?.some(({ wave }) => wave === given.wave),
  )?.number

const parse = (text: string): CountLine | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as CountLine) : undefined
  } catch {
    return undefined
  }
}
