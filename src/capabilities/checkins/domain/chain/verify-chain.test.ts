import { beforeAll, expect, test } from 'vitest'
import { makeChain, newSigner, type Signs, witnessOf } from './chain.fixture.ts'
import { type ChainEntry, pageSize } from './entry.ts'
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

test('what is seen for the first time may begin with any page, and is remembered with its audit and its witnesses', async () => {
  const witnesses = [witnessOf(union)]
  const wishes = [
    { kind: 'manifest', part: { title: 'Two', witnesses } },
    { kind: 'head', part: { day: '2026-11-22', audit: audit(4), waves: [] } },
  ]
  const later = await makeChain({ organisation, by, wishes, after: { number: pageSize, hash: 'x' } })
  const seen = await verifyChain({ known: undefined, entries: later })
  expect(seen).toMatchObject({
    ok: true,
    known: { number: pageSize + 2, audit: audit(4), witnesses, signer: by.publicKey },
  })
  expect(await verifyChain({ known: undefined, entries: later.slice(1) })).toMatchObject({
    fault: 'chain/gap',
  })
})

test('numbers that are not those that were signed are found', async () => {
  const shifted = chain.slice(1).map((entry) => ({ ...entry, number: entry.number - 1 }))
  expect((await verifyChain({ known: undefined, entries: shifted })).ok).toBe(false)
  const later = (await after(5, [{ kind: 'manifest', part: { witnesses: [witnessOf(union)] } }])).map(
    (entry) => ({
      ...entry,
      number: pageSize + 1,
    }),
  )
  expect(await verifyChain({ known: undefined, entries: later })).toMatchObject({ fault: 'chain/gap' })
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

test('a head that is dated before an earlier one is found, but for a day that a change of zone may take', async () => {
  const head = (day: string) => ({ kind: 'head', part: { day, audit: audit(4), waves: [] } })
  const days = async (...given: string[]) => answerTo([...chain, ...(await after(5, given.map(head)))])
  expect(await days('2026-11-23', '2026-11-22', '2026-11-24')).toEqual([5, 6, 7, 8])
  expect(await days('2025-11-23')).toEqual(['chain/day-went-back', 6])
  expect(await days('2026-11-23', '2026-11-22', '2026-11-21')).toEqual(['chain/day-went-back', 8])
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

test('a part of a trustee that stood in an earlier announcement is found, however long ago that was', async () => {
  const witnesses = [witnessOf(union)]
  const using = (...parts: string[]) => ({
    kind: 'manifest',
    part: { wave: crypto.randomUUID(), witnesses, trustees: parts.map((publicKey) => ({ publicKey })) },
  })
  const more = await after(5, [using('one', 'two'), { kind: 'cancellation' }, using('three', 'one')])
  expect(await answerTo([...chain, ...more])).toEqual(['chain/part-used-again', 8])
  expect(await answerTo([...chain, ...(await after(5, [using('one', 'one')]))])).toEqual([
    'chain/part-used-again',
    6,
  ])
  // Somebody who has looked before, and reads only what is new, remembers it.
  const seen = await verifyChain({ known, entries: [...chain, ...more.slice(0, 2)] })
  if (!seen.ok) throw new Error(seen.fault)
  expect(await answerTo(more.slice(2), seen.known)).toEqual(['chain/part-used-again', 8])
  expect(await answerTo(more.slice(0, 2), seen.known)).toEqual([])
})

test('a check-in that is announced again is found by who has read only what is new since', async () => {
  const announcing = { kind: 'manifest', part: { wave: 'one', witnesses: [witnessOf(union)] } }
  const more = await after(5, [announcing, { kind: 'cancellation' }, announcing])
  const seen = await verifyChain({ known, entries: [...chain, ...more.slice(0, 2)] })
  if (!seen.ok) throw new Error(seen.fault)
  expect(await answerTo(more.slice(2), seen.known)).toEqual(['chain/announced-twice', 8])
})

test.each([
  { day: '2026-99-99' },
  { day: '2026-02-30' },
  { day: 7 },
  { opensAt: 'soon' },
  { opensAt: '+275760-09-13T00:00:00.001Z' },
  { title: {} },
  { eligible: '9' },
  { why: ['x'] },
  { trustees: [{}] },
])('an entry that says what no page could show is not readable: %j', async (part) => {
  const odd = await after(5, [{ kind: 'head', part }])
  expect(await answerTo([...chain, ...odd])).toEqual(['chain/not-readable', 6])
})
