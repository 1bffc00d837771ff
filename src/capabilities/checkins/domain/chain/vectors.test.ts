import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOfSecret, openWitnessKey, secretOfCode } from '../watching/witness-key.ts'
import { checkCount } from './check-count.ts'
import { fetchEntries } from './fetch-entries.ts'
import { judgeWitnesses } from './judge-witnesses.ts'
import type { CountLine } from './parts.ts'
import { verifyAudit } from './verify-audit.ts'
import { verifyChain } from './verify-chain.ts'

// What docs/chain.md publishes for those who write a verifier of their own; it opens for ever.
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'chain-v1.fixture.json'), 'utf8'))
const { page, count, key, audit } = vectors

test('the published chain holds together, and its manifest is signed by the witness whom it names', async () => {
  const fetched = await fetchEntries({ number: 1, organisation: undefined, fetchPage: async () => page })
  const seen = await verifyChain({ known: undefined, entries: fetched?.entries ?? [] })
  if (!seen.ok) throw new Error(seen.fault)
  expect(seen.known).toMatchObject({ number: 4, audit: { number: 12 } })
  const witnesses = seen.known.witnesses ?? []
  const [, manifest] = page.entries
  expect(await judgeWitnesses({ ...manifest, witnesses, required: witnesses })).toEqual({ kind: 'signed' })
})

test('the published count stands under its head', async () => {
  const line = JSON.parse(count.line) as CountLine
  const { wave } = page.entries[1].body ? JSON.parse(page.entries[1].body) : { wave: '' }
  const seen = await checkCount({ ...line, count, entries: page.entries, wave, heldSince: undefined })
  expect(seen).toEqual({ eligible: 10, tickets: 6, day: '2026-11-22' })
})

test('the published key is the one of its code', async () => {
  expect((await openWitnessKey(key.secret))?.publicKey).toBe(key.publicKey)
  expect(await codeOfSecret(key.secret)).toBe(key.code)
  expect(await secretOfCode(key.code)).toBe(key.secret)
})

test('the published audit holds together', async () => {
  expect(await verifyAudit({ rows: audit.entries, heads: [], now: new Date() })).toEqual({
    fault: undefined,
    cut: undefined,
  })
})
