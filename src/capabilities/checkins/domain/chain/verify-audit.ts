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
}

/**
 * Compares every row of an exported audit with its neighbours and with the ends of it that stand on the public chain.
 * Rows that were cut, and say so, are missing at the beginning; what is compared begins after them.
 * @returns undefined where everything fits.
 */
export const verifyAudit = async (given: {
  rows: readonly AuditRow[]
  heads: readonly AuditHead[]
}): Promise<AuditFault | undefined> => {
  const { rows } = given
  const start = startOf(rows)
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
  const newest = Math.max(0, ...heads.keys())
  return newest >= expected ? { number: expected, fault: 'audit/ends-early' } : undefined
}

/** The ends of the audit that stand on a chain which was verified. */
export const headsOf = (entries: readonly ChainEntry[]): AuditHead[] =>
  entries.flatMap(({ kind, body }) => {
    const audit = kind === 'head' ? readBody(body)?.audit : undefined
    return audit ? [audit] : []
  })

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
          [row.at, row.act, row.facts, row.previous, row.hash].every((part) => typeof part === 'string'),
      )
    return isExport ? value : undefined
  } catch {
    return undefined
  }
}

const nothing = '0'.repeat(64)

/** What an entry says was cut before the one that is now the first. */
const startOf = (rows: readonly AuditRow[]): { previous: string; number: number } => {
  const cut = rows.findLast(({ act }) => act === 'audit-cut')
  if (!cut) return { previous: nothing, number: 1 }
  const { upTo, hash } = JSON.parse(cut.facts) as { upTo: number; hash: string }
  return { previous: hash, number: upTo + 1 }
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
