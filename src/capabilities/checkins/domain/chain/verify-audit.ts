import { sha256, utf8 } from '../manifest/digest.ts'
import type { ChainEntry } from './entry.ts'
import type { AuditHead } from './parts.ts'
import { readBody } from './read-body.ts'

/** One row of an exported audit. Hashes in hexadecimal; `at` as an ISO instant; `facts` as the text that was hashed. */
export type AuditRow = {
  readonly number: number
  readonly at: string
  readonly actor: string | null
  readonly act: string
  readonly facts: string
  readonly previous: string
  readonly hash: string
}

export type AuditExport = {
  readonly format: 'kith-audit/1'
  readonly organisation: string
  readonly entries: readonly AuditRow[]
}

export type AuditFault = {
  readonly number: number
  readonly fault:
    | 'audit/altered'
    /** A row is missing or stands elsewhere. */
    | 'audit/gap'
    /** Another row than the one whose hash stands on the chain. */
    | 'audit/not-as-witnessed'
    /** The chain names a later row than the newest one here. */
    | 'audit/ends-early'
    /** What stood on the chain less than a year before is said to be cut, or the cut is said to lie ahead. */
    | 'audit/cut-too-soon'
}

/** `upTo`: the last row that an audit says was cut, and when. `isBeyond`: no head on the chain names a later row. */
export type AuditCut = { readonly upTo: number; readonly at: string; readonly isBeyond: boolean }

/** The end of an audit that stands on the chain, with the day of the head that named it first. */
export type DatedHead = AuditHead & { readonly day: string }

const day = 86_400_000
/** Nothing younger than a year is ever cut; the head that names a row follows it within two days. */
const keptFor = 363 * day

/**
 * Compares every row of an exported audit with its neighbours and with the ends of it that stand on the public chain.
 * Rows that were cut, and say so, are missing at the beginning; what is compared begins after them. They must be older
 * than any that a head of the last year named: a cut that covers more would hide what was witnessed.
 * @returns `fault`: undefined where everything fits.
 */
export const verifyAudit = async (given: {
  rows: readonly AuditRow[]
  heads: readonly DatedHead[]
  now: Date
}): Promise<{ fault: AuditFault | undefined; cut: AuditCut | undefined }> => {
  const cut = cutOf(given.rows)
  const newest = Math.max(0, ...given.heads.map(({ number }) => number))
  const said = cut && { upTo: cut.upTo, at: cut.at, isBeyond: newest <= cut.upTo }
  return { fault: await faultOf({ ...given, cut, newest }), cut: said }
}

type Cut = { at: string; upTo: number; hash: string }

const faultOf = async (given: {
  rows: readonly AuditRow[]
  heads: readonly DatedHead[]
  now: Date
  cut: Cut | undefined
  newest: number
}): Promise<AuditFault | undefined> => {
  const { rows, cut } = given
  if (cut && isTooSoon({ ...given, cut })) return { number: cut.upTo, fault: 'audit/cut-too-soon' }
  const start = cut ? { previous: cut.hash, number: cut.upTo + 1 } : { previous: nothing, number: 1 }
  const heads = new Map(given.heads.map(({ number, hash }) => [number, hash]))
  const onChain = heads.get(start.number - 1)
  if (onChain !== undefined && onChain !== start.previous)
    return { number: start.number - 1, fault: 'audit/not-as-witnessed' }
  let { previous } = start
  let expected = start.number
  for (const row of rows) {
    if (row.number !== expected || row.previous !== previous) return { number: expected, fault: 'audit/gap' }
    if ((await hashOf(row)) !== row.hash) return { number: expected, fault: 'audit/altered' }
    const head = heads.get(row.number)
    if (head !== undefined && head !== row.hash) return { number: expected, fault: 'audit/not-as-witnessed' }
    previous = row.hash
    expected++
  }
  return given.newest >= expected ? { number: expected, fault: 'audit/ends-early' } : undefined
}

const isTooSoon = ({ heads, cut, now }: { heads: readonly DatedHead[]; cut: Cut; now: Date }): boolean => {
  const at = Date.parse(cut.at)
  if (at > now.getTime() + day) return true
  return heads.some((head) => head.number <= cut.upTo && Date.parse(head.day) > at - keptFor)
}

/** The ends of the audit that stand on a chain which was verified, each with the first day that named it. */
export const headsOf = (entries: readonly ChainEntry[]): DatedHead[] => {
  const heads = new Map<number, DatedHead>()
  for (const { kind, body: text } of entries) {
    const body = kind === 'head' ? readBody(text) : undefined
    if (body?.audit && body.day && !heads.has(body.audit.number))
      heads.set(body.audit.number, { ...body.audit, day: body.day })
  }
  return [...heads.values()]
}

/** @returns undefined for anything that was not exported by Kith. */
export const readAuditExport = (text: string): AuditExport | undefined => {
  try {
    const value = JSON.parse(text) as AuditExport | null
    const isExport =
      value?.format === 'kith-audit/1' &&
      Array.isArray(value.entries) &&
      value.entries.every(
        (row) =>
          Number.isInteger(row?.number) &&
          [row.at, row.act, row.facts, row.previous, row.hash].every((part) => typeof part === 'string') &&
          !Number.isNaN(Date.parse(row.at)) &&
          (row.act !== cutAct || readCut(row) !== undefined),
      )
    return isExport ? value : undefined
  } catch {
    return undefined
  }
}

const nothing = '0'.repeat(64)

const cutAct = 'audit-cut'

/** What the newest entry of its kind says was cut before the one that is now the first. */
const cutOf = (rows: readonly AuditRow[]): Cut | undefined => {
  const row = rows.findLast(({ act }) => act === cutAct)
  return row && readCut(row)
}

const readCut = ({ at, facts }: AuditRow): Cut | undefined => {
  try {
    const cut = JSON.parse(facts) as Cut | null
    const isCut =
      Number.isSafeInteger(cut?.upTo) && Number(cut?.upTo) > 0 && /^[\da-f]{64}$/.test(`${cut?.hash}`)
    return cut && isCut ? { at, upTo: cut.upTo, hash: cut.hash } : undefined
  } catch {
    return undefined
  }
}

const hashOf = async (row: AuditRow): Promise<string> => {
  const text = utf8(JSON.stringify([row.number, row.at, row.actor, row.act, row.facts]))
  const previous = bytesOf(row.previous)
  const bytes = new Uint8Array(text.length + previous.length)
  bytes.set(text)
  bytes.set(previous, text.length)
  return hexOf(await sha256(bytes))
}

const bytesOf = (hex: string) =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
