import { beforeAll, expect, test } from 'vitest'
import { makeChain, newSigner, type Signs, witnessOf } from './chain.fixture.ts'
import type { ChainEntry } from './entry.ts'
import { type ChainKnown, verifyChain } from './verify-chain.ts'

const organisation = 'an organisation'
let by: Signs
let union: Signs
let chain: ChainEntry[]
let known: ChainKnown
const audit = (number: number, hash = 'a') => ({ number, hash })
beforeAll(async () => {
  by = await newSigner()
  union = await newSigner()
  const witnesses = [witnessOf(union)]
  chain = await makeChain({
    organisation,
    by,
    wishes: [
      { kind: 'manifest', part: { title: 'One', witnesses: [] } },
      { kind: 'witnesses', part: { witnesses } },
      { kind: 'manifest', part: { title: 'Two', witnesses } },
      { kind: 'head', part: { day: '2026-11-22', audit: audit(4), waves: [] } },
      { kind: 'cancellation', part: { why: 'No reason.' } },
    ],
  })
  const seen = await verifyChain({ known: undefined, entries: chain.slice(0, 4) })
  if (!seen.ok) throw new Error(seen.fault)
  known = seen.known
})

const answerTo = async (entries: readonly ChainEntry[], memory: ChainKnown | undefined = known) => {
  const seen = await verifyChain({ known: memory, entries })
  return seen.ok ? seen.news.map(({ entry }) => entry.number) : [seen.fault, seen.number]
}
const changed = (at: number, change: Partial<ChainEntry>) =>
  chain.map((entry, index) => (index === at ? { ...entry, ...change } : entry))
const after = (number: number, wishes: Parameters<typeof makeChain>[0]['wishes'], who = by) => {
  const before = chain[number - 1]
  if (!before) throw new Error('The chain has no such entry.')
  return makeChain({ organisation, by: who, wishes, after: before })
}

test('a chain that goes on from what is remembered is told as its news', async () => {
  expect(await answerTo(chain)).toEqual([5])
  expect(await answerTo(chain.slice(4))).toEqual([5])
  expect(await answerTo(chain.slice(0, 4))).toEqual([])
})

test('what is seen for the first time may begin anywhere, and is remembered with its audit and its witnesses', async () => {
  const seen = await verifyChain({ known: undefined, entries: chain.slice(2) })
  expect(seen).toMatchObject({
    ok: true,
    known: { number: 5, audit: audit(4), witnesses: [witnessOf(union)], signer: by.publicKey },
  })
})

test('an entry that was altered is found, whatever of it was', async () => {
  const body = chain[2]?.body.replace('Two', 'Too') ?? ''
  expect(await answerTo(changed(2, { body }))).toEqual(['chain/altered', 3])
  expect(await answerTo(changed(2, { signature: chain[1]?.signature ?? '' }))).toEqual(['chain/altered', 3])
  expect(await answerTo(changed(2, { hash: chain[1]?.hash ?? '' }))).toEqual(['chain/altered', 3])
  expect(await answerTo(changed(2, { kind: 'head' }))).toEqual(['chain/altered', 3])
})

test('an entry that was dropped, put elsewhere or put in is found', async () => {
  expect(await answerTo(chain.filter(({ number }) => number !== 3))).toEqual(['chain/gap', 3])
  const numbered = (entries: readonly (ChainEntry | undefined)[]) =>
    entries.flatMap((entry, at) => (entry ? [{ ...entry, number: at + 1 }] : []))
  expect(await answerTo(numbered(chain.filter(({ number }) => number !== 3)))).toEqual(['chain/forked', 3])
  expect(await answerTo(numbered([chain[0], chain[2], chain[1], chain[3]]))).toEqual(['chain/forked', 2])
  expect(await answerTo(numbered([chain[0], chain[0], ...chain.slice(1)]))).toEqual(['chain/forked', 2])
})

test('another history, rewritten and signed by the organisation itself, is found', async () => {
  const [first, second] = chain
  const other = await after(2, [
    { kind: 'manifest', part: { title: 'Another', witnesses: [witnessOf(union)] } },
    { kind: 'head', part: { day: '2026-11-22', audit: audit(4), waves: [] } },
    { kind: 'cancellation', part: {} },
  ])
  expect(await answerTo([first, second, ...other].flatMap((entry) => entry ?? []))).toEqual([
    'chain/forked',
    4,
  ])
  const beside = await after(3, [{ kind: 'cancellation' }, { kind: 'cancellation' }])
  expect(await answerTo(beside.slice(1))).toEqual(['chain/forked', 5])
})

test('a chain that ends before the entry that is remembered is found', async () => {
  expect(await answerTo(chain.slice(0, 3))).toEqual(['chain/shrunk', 4])
  expect(await answerTo([])).toEqual(['chain/shrunk', 4])
})

test('pages that leave a hole after what is remembered are found', async () => {
  const more = await after(5, [{ kind: 'cancellation' }])
  expect(await answerTo(more)).toEqual(['chain/gap', 5])
})

test('a chain that is signed by another key, or another organisation’s, is found', async () => {
  const stranger = await newSigner()
  expect(await answerTo([...chain.slice(0, 4), ...(await after(4, [{ kind: 'head' }], stranger))])).toEqual([
    'chain/signer-changed',
    5,
  ])
  expect(await answerTo(chain, { ...known, organisation: 'another' })).toEqual([
    'chain/another-organisation',
    1,
  ])
})

test('an audit that goes back, or ends otherwise than it did, is found', async () => {
  for (const end of [audit(3), audit(4, 'b')]) {
    const [next] = await after(4, [{ kind: 'head', part: { day: '2026-11-23', audit: end, waves: [] } }])
    expect(await answerTo(next ? [next] : [])).toEqual(['chain/audit-went-back', 5])
  }
  const [next] = await after(4, [{ kind: 'head', part: { day: '2026-11-23', audit: audit(5), waves: [] } }])
  expect(await answerTo(next ? [next] : [])).toEqual([5])
})

test('a manifest that leaves out a witness whom the chain still names is found', async () => {
  for (const witnesses of [undefined, [], [{ ...witnessOf(union), isRequired: false }]]) {
    const [next] = await after(4, [{ kind: 'manifest', part: { title: 'Three', witnesses } }])
    expect(await answerTo(next ? [next] : [])).toEqual(['chain/witnesses-differ', 5])
  }
})

test('an entry of a later format stops the reader, who says that it cannot tell', async () => {
  const body = JSON.stringify({
    format: 'kith-manifest/9',
    organisation,
    previous: chain[4]?.hash,
    signer: by.publicKey,
  })
  const [later] = await after(5, [{ kind: 'manifest', body }])
  const [unknown] = await after(5, [{ kind: 'rumour' }])
  expect(await answerTo([...chain, ...(later ? [later] : [])])).toEqual(['chain/format-unknown', 6])
  expect(await answerTo([...chain, ...(unknown ? [{ ...unknown, kind: 'rumour' }] : [])])).toEqual([
    expect.stringMatching(/chain\/(format-unknown|not-readable)/),
    6,
  ])
})

test('what cannot be read is refused, not skipped', async () => {
  for (const body of ['', '[]', '{}', 'null', '{"format":"kith-head/1"}'])
    expect(await answerTo(changed(4, { body }))).toEqual(['chain/not-readable', 5])
})

test('one check-in that is announced in two ways is found', async () => {
  const witnesses = [witnessOf(union)]
  const again = (waves: string[]) =>
    after(
      5,
      waves.map((wave) => ({ kind: 'manifest', part: { wave, title: 'Three', witnesses } }) as const),
    )
  expect(await answerTo([...chain, ...(await again(['w1', 'w2']))])).toEqual([5, 6, 7])
  expect(await answerTo([...chain, ...(await again(['w1', 'w1']))])).toEqual(['chain/announced-twice', 7])
})
