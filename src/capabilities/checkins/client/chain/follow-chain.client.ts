import type { ChainEntry } from '../../domain/chain/entry.ts'
import { type FetchPage, fetchEntries } from '../../domain/chain/fetch-entries.ts'
import type { Hold } from '../../domain/chain/hold.ts'
import { judgeWitnesses } from '../../domain/chain/judge-witnesses.ts'
import {
  beginAnew,
  type ChainMemory,
  type Excused,
  rememberSeen,
  withExcused,
  withoutEnded,
} from '../../domain/chain/memory.ts'
import { readBody } from '../../domain/chain/read-body.ts'
import { verifyChain } from '../../domain/chain/verify-chain.ts'
import type { CheckinPacket } from '../../domain/packet.ts'
import type { KeptPacket } from '../../domain/standing.ts'
import type { Store } from '../store.client.ts'

/** What came of following the public chain: its entries as far as they were fetched, or why nothing can be said. */
export type ChainLook =
  | { readonly entries: readonly ChainEntry[]; readonly memory: ChainMemory }
  | { readonly hold: Hold }

/**
 * Follows an organisation's public chain from what this browser remembers to its end, and remembers the end. What does
 * not go on from there is not remembered: the next look finds it again.
 */
export const followChain = async (
  store: Store,
  given: { organisation: string; packets: readonly CheckinPacket[]; fetchPage: FetchPage },
): Promise<ChainLook> => {
  const { organisation } = given
  const before = await store.change((box) => box.get('chains', organisation))
  const numbers = given.packets.map(({ chainNumber }) => chainNumber)
  // What was announced once is found only by whoever read from the beginning; older memories did not keep it.
  const known = before?.known && (before.known.once ? before.known.number : 1)
  const number = Math.min(...numbers, known ?? Number.POSITIVE_INFINITY)
  const names = (before?.required ?? []).map(({ witness }) => witness.name)
  const fetched = await fetchEntries({ ...given, number })
  if (!fetched) return { hold: { kind: 'unread', names } }
  const { entries } = fetched
  const excused = before?.excused?.map(({ hash }) => hash)
  const seen = await verifyChain({ known: before?.known, entries, excused })
  if (!seen.ok) return { hold: { kind: 'wrong', fault: seen.fault, names, entry: seen.hash } }
  const memory = rememberSeen(before, seen)
  await store.change((box) => box.put('chains', organisation, memory))
  return { entries, memory }
}

/** Why this check-in gets no ticket yet; undefined where it stands on the chain, signed by all whom this browser asks for. */
export const holdOf = async (kept: KeptPacket, look: ChainLook): Promise<Hold | undefined> => {
  if ('hold' in look) return look.hold
  const { chainNumber } = kept.packet
  const entry = look.entries.find(({ number, kind }) => number === chainNumber && kind === 'manifest')
  const names = look.memory.required.map(({ witness }) => witness.name)
  if (entry?.hash !== kept.hash) return { kind: 'wrong', fault: 'chain/not-on-it', names }
  const excused = look.memory.excused?.find(({ hash }) => hash === kept.hash)
  if (excused) return { kind: 'wrong', fault: excused.fault, names }
  const judged = await judgeWitnesses({
    hash: entry.hash,
    witnesses: readBody(entry.body)?.witnesses ?? [],
    required: look.memory.required.filter(({ since }) => since <= chainNumber).map(({ witness }) => witness),
    cosignatures: entry.cosignatures,
  })
  return judged.kind === 'signed' ? undefined : judged
}

/** What she says yes to: witnesses who no longer sign, a chain that goes on from somewhere else, or one entry of it. */
export type Agreed = 'ended' | 'wrong' | Excused

/** Her yes. At first sight of a chain there is nothing to forget yet, and one entry of it may be wrong. */
export const agree = (store: Store, given: { organisation: string; to: Agreed }): Promise<void> =>
  store.change(async (box) => {
    const { organisation, to } = given
    const memory = await box.get('chains', organisation)
    if (typeof to === 'object')
      return box.put('chains', organisation, withExcused(memory ?? { required: [] }, to))
    if (memory)
      await box.put('chains', organisation, to === 'ended' ? withoutEnded(memory) : beginAnew(memory))
  })
