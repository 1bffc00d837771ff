import { createHash } from 'node:crypto'
import type { Instrument } from '../domain/instrument.ts'
import { canonicalWording } from '../domain/instrument-wording.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/**
 * Names exactly what a wave asks and how it is scored, pasted wording included: SHA-256 (hex) of the instrument as
 * JSON with keys in code-point order. This is the hash that a wave's manifest carries.
 */
export const instrumentSha256 = (instrument: Instrument): string => sha256(JSON.stringify(sorted(instrument)))

/** SHA-256 (hex) of `canonicalWording`, whole or of one source document's passage. */
export const wordingSha256 = (instrument: Instrument, documentId?: string): string =>
  sha256(canonicalWording(instrument, documentId))
