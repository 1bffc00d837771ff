import { beforeAll, expect, test } from 'vitest'
import { makeChain, newSigner, type Signs, witnessOf } from '../chain/chain.fixture.ts'
import { type ChainEntry, pageSize } from '../chain/entry.ts'
import type { FetchPage } from '../chain/fetch-entries.ts'
import { type FetchLines, lineOf } from '../manifest/group-lines.ts'
import type { GroupEntry } from '../manifest/manifest.ts'
import { buildTree } from '../manifest/merkle.ts'
import { cosignatureOf, waitingFor, withCosignature } from './co-sign.ts'
import { readState } from './read-state.ts'
import { type WitnessState, withFile, writeState } from './state.ts'
import { addressOfList, forgetAlarm, lookAgain, newList } from './watch.ts'
import { codeOfSecret, makeWitnessKey, openWitnessKey, secretOfCode } from './witness-key.ts'

const organisation = 'an organisation'
const now = new Date('2026-11-22T09:00:00Z')
const groupNamed = (name: string): GroupEntry => ({
  table: 'reporting-groups',
  group: name,
  name,
  units: [name],
  eligible: 11,
  keyId: `key-of-${name}`.padEnd(43, '0'),
  spki: '',
  people: `people-of-${name}`.padEnd(43, '0'),
})
const key = await makeWitnessKey()
const state: WitnessState = { format: 'kith-witness/1', secret: null, lists: [] }
const fail = (): never => {
  throw new Error('There is none.')
}
let by: Signs
let chain: ChainEntry[]
let lines: string[]
const fetchLines: FetchLines = async (of) => ({ format: 'kith-groups/1', of, tables: [lines] })
beforeAll(async () => {
  lines = await Promise.all(['Surgery', 'Pharmacy'].map((name) => lineOf(groupNamed(name))))
  const tables = [{ table: 'reporting-groups', groups: 2, root: (await buildTree(lines)).root }]
  by = await newSigner()
  const witnesses = [{ ...witnessOf(by), publicKey: key.publicKey }]
  chain = await makeChain({
    organisation,
    by,
    wishes: [
      { kind: 'witnesses', part: { witnesses } },
      ...Array.from({ length: pageSize }, () => ({ kind: 'cancellation' })),
      { kind: 'manifest', part: { title: 'One', witnesses, tables, eligible: 22, minimumGroup: 8 } },
    ],
  })
})

const served =
  (entries: readonly ChainEntry[], change: { organisation?: string } = {}): FetchPage =>
  async (from) => ({
    format: 'kith-chain/1',
    organisation,
    name: 'Alder Bridge',
    from,
    entries: entries.filter(({ number }) => number >= from && number < from + pageSize),
    next: entries.some(({ number }) => number >= from + pageSize) ? from + pageSize : null,
    ...change,
  })
const look = (list: Parameters<typeof lookAgain>[0], entries: readonly ChainEntry[] = chain) =>
  lookAgain(list, { fetchPage: served(entries), fetchLines, now })

test('a witness sees what waits for her, signs it, and nothing waits any more', async () => {
  const list = await look(newList('https://kith.example/manifests/a'))
  expect(list).toMatchObject({ name: 'Alder Bridge', trouble: null, known: { number: chain.length } })
  const [entry] = await waitingFor(list, key.publicKey)
  if (!entry) throw new Error('Nothing waits.')
  const cosignature = await cosignatureOf(entry, key)
  if (!cosignature) throw new Error('She is not named.')
  expect(await waitingFor(withCosignature(list, cosignature), key.publicKey)).toEqual([])
  const forged = { ...cosignature, signature: await key.sign('another') }
  expect(await waitingFor(withCosignature(list, forged), key.publicKey)).toHaveLength(1)
  expect(await waitingFor(list, (await makeWitnessKey()).publicKey)).toEqual([])
})

test('a list that forks or shrinks is an alarm, which stays when the list looks right again', async () => {
  const list = await look(newList('https://kith.example/manifests/a'))
  const shrunk = await look(list, chain.slice(0, -1))
  expect(shrunk.trouble).toMatchObject({ kind: 'alarm', fault: 'chain/shrunk' })
  expect(await waitingFor(shrunk, key.publicKey)).toEqual([])
  const right = await look(shrunk)
  expect(right.trouble).toMatchObject({ kind: 'alarm', fault: 'chain/shrunk' })
  expect((await look(forgetAlarm(right))).trouble).toBeNull()
  const other = await makeChain({ organisation, by, wishes: chain.map(() => ({ kind: 'cancellation' })) })
  expect((await look(list, other)).trouble).toMatchObject({ kind: 'alarm', fault: 'chain/forked' })
})

test('groups that do not add up under an announcement are an alarm, and nothing is signed', async () => {
  const list = newList('https://kith.example/manifests/a')
  const [first = '', second = ''] = lines
  for (const tables of [[[first]], [[second, first]], [[first, second, second]], [], [[]]]) {
    const fetched: FetchLines = async (of) => ({ format: 'kith-groups/1', of, tables })
    const seen = await lookAgain(list, { fetchPage: served(chain), fetchLines: fetched, now })
    expect(seen.trouble).toMatchObject({ fault: 'chain/groups-differ', number: chain.length })
    expect(await waitingFor(seen, key.publicKey)).toEqual([])
  }
  const silent = await lookAgain(list, { fetchPage: served(chain), fetchLines: async () => undefined, now })
  expect(silent.trouble).toEqual({ kind: 'unread' })
  expect(await waitingFor(silent, key.publicKey)).toEqual([])
  // The rest of the look was not for nothing: only what did not come is asked for again.
  const again = await look(silent)
  expect([again.trouble, again.groupsRead]).toEqual([null, [chain.at(-1)?.hash]])
  const never: FetchLines = async () => Promise.reject(new Error('These were read before.'))
  expect(await lookAgain(again, { fetchPage: served(chain), fetchLines: never, now })).toEqual(again)
})

test('an announcement whose groups differ is set aside by its reader, alone, and never signed', async () => {
  const witnesses = [{ ...witnessOf(by), publicKey: key.publicKey }]
  const part = { witnesses, tables: [{ table: 't', groups: 1, root: 'none' }], eligible: 9, minimumGroup: 8 }
  const wishes = [{ kind: 'manifest', part: { ...part, wave: 'bad' } }, { kind: 'cancellation' }]
  const after = chain.at(-1)
  if (!after) throw new Error('The chain is empty.')
  const bad = [...chain, ...(await makeChain({ organisation, by, wishes, after }))]
  const alarmed = await look(newList('https://kith.example/manifests/a'), bad)
  expect(alarmed.trouble).toMatchObject({ fault: 'chain/groups-differ', number: chain.length + 1 })
  const aside = await look(forgetAlarm(alarmed), bad)
  expect(aside).toMatchObject({ trouble: null, known: { number: bad.length } })
  expect((await waitingFor(aside, key.publicKey)).map(({ number }) => number)).toEqual([chain.length])
  const twice = [{ kind: 'manifest', part: { ...part, wave: 'bad', title: 'Another' } }]
  const more = [...bad, ...(await makeChain({ organisation, by, wishes: twice, after: bad.at(-1) ?? after }))]
  const again = await look(aside, more)
  expect(again.trouble).toMatchObject({ fault: 'chain/announced-twice', number: more.length })
  expect((await look(forgetAlarm(again), more)).trouble).toBeNull()
})

test('nothing is signed that this very look did not verify, whatever a file or a browser kept', async () => {
  const list = await look(newList('https://kith.example/manifests/a'))
  const fork = { ...chain.at(-1), number: 0, hash: 'the hash of a fork' }
  const text = JSON.stringify({ ...state, lists: [{ ...list, entries: [fork] }] })
  const [read] = readState(text)?.lists ?? []
  if (!read) throw new Error('The file was not read.')
  expect(read.entries).toEqual([])
  expect(await waitingFor(read, key.publicKey)).toEqual([])
  const signs = (await waitingFor(await look(read), key.publicKey)).map(({ hash }) => hash)
  expect(signs).toEqual([chain.at(-1)?.hash])
  expect(writeState({ ...state, lists: [list] })).not.toContain('cosignatures')
})

test('her file counts before what a browser kept, and what the browser had seen must stand there as well', async () => {
  const list = await look(newList('https://kith.example/manifests/a'))
  const [first] = chain
  const part = { title: 'Fork' }
  const wishes = chain.map(() => ({ kind: 'cancellation', part }))
  const forked = [first, ...(await makeChain({ organisation, by, wishes, after: chain[0] ?? fail() }))]
  const fork = forked.flatMap((entry) => entry ?? [])
  const file = { ...state, lists: [await look(newList(list.address), chain.slice(0, 3))] }
  const merged = (known: typeof list.known) =>
    withFile({ ...state, lists: [{ ...list, known, excused: ['x'], groupsRead: ['x'] }] }, file).lists[0] ??
    fail()
  expect(merged(list.known)).toMatchObject({ known: { number: 3 }, excused: [], groupsRead: [], entries: [] })
  expect((await look(merged(list.known))).trouble).toBeNull()
  expect((await look(merged(list.known), chain.slice(0, 5))).trouble).toMatchObject({ fault: 'chain/shrunk' })
  const lied = list.known && { ...list.known, number: fork.length, hash: fork.at(-1)?.hash ?? '' }
  expect((await look(merged(lied), fork)).trouble).toMatchObject({ fault: 'chain/forked' })
  expect((await look(merged(lied))).trouble).toMatchObject({ kind: 'alarm' })
})

test('what a memory says of before is made anew from the list, so a part or a check-in of long ago is still found', async () => {
  const wave = (title: string) => ({
    kind: 'manifest',
    part: { wave: 'w', title, format: 'kith-manifest/2' },
  })
  const cancelled = { kind: 'cancellation' }
  const wishes = [wave('One'), ...Array.from({ length: 2 * pageSize }, () => cancelled), wave('Two')]
  const long = await makeChain({ organisation, by, wishes })
  const list = await look(newList('https://kith.example/manifests/a'), long.slice(0, -1))
  if (!list.known) throw new Error('Nothing is known.')
  const { once: _, ...older } = list.known
  for (const known of [older, { ...list.known, once: [] }])
    expect((await look({ ...list, known }, long)).trouble).toMatchObject({ fault: 'chain/announced-twice' })
})

test('an announcement whose groups nobody can read waits for no signature', async () => {
  const witnesses = [{ ...witnessOf(by), publicKey: key.publicKey }]
  const body = { witnesses, format: 'kith-manifest/2' }
  const old = await makeChain({
    organisation,
    by,
    wishes: [
      { kind: 'witnesses', part: { witnesses } },
      { kind: 'manifest', part: body },
    ],
  })
  const list = await look(newList('https://kith.example/manifests/a'), old)
  expect(list).toMatchObject({ trouble: null, known: { number: 2 } })
  expect(await waitingFor(list, key.publicKey)).toEqual([])
})

test('a list that cannot be read is said, and hides no alarm', async () => {
  const list = await look(newList('https://kith.example/manifests/a'))
  const silent = { fetchPage: async () => undefined, fetchLines, now }
  expect((await lookAgain(list, silent)).trouble).toEqual({ kind: 'unread' })
  const alarmed = await look(list, chain.slice(0, -1))
  expect((await lookAgain(alarmed, silent)).trouble).toMatchObject({ kind: 'alarm' })
  const another = { fetchPage: served(chain, { organisation: 'another' }), fetchLines, now }
  expect((await lookAgain(list, another)).trouble).toEqual({ kind: 'unread' })
  const odd = { fetchPage: async () => ({ entries: [{}] }) as never, fetchLines, now }
  expect((await lookAgain(list, odd)).trouble).toEqual({ kind: 'unread' })
})

test('a key goes to paper and comes back, and a slip of the pen is noticed', async () => {
  const code = await codeOfSecret(key.secret)
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5} ){10}[0-9A-HJKMNP-TV-Z]{5}$/)
  expect(await secretOfCode(code.toLowerCase().replaceAll('0', 'o'))).toBe(key.secret)
  expect((await openWitnessKey(key.secret))?.publicKey).toBe(key.publicKey)
  const slip = code.replace(/^./, (digit) => (digit === '7' ? '8' : '7'))
  expect(await secretOfCode(slip)).toBeUndefined()
  for (const wrong of ['', 'AAAA', code.slice(1), `${code}0`, code.replace(/^./, 'U')])
    expect(await secretOfCode(wrong)).toBeUndefined()
  expect(await openWitnessKey('AAAA')).toBeUndefined()
})

test('only addresses that a browser can fetch are watched, without their ornaments', () => {
  expect(addressOfList(' https://kith.example/manifests/a/?from=1#top ')).toBe(
    'https://kith.example/manifests/a',
  )
  for (const wrong of [
    '',
    'kith.example',
    'file:///etc',
    'javascript:alert(1)',
    'https://a:b@kith.example/x',
  ])
    expect(addressOfList(wrong)).toBeUndefined()
})

test('only a file that was saved is opened, and of any other shape it would stop what reads it', async () => {
  expect(readState(writeState(state))).toEqual(state)
  const list = { ...(await look(newList('https://kith.example/manifests/a'))), entries: [] }
  expect(readState(writeState({ ...state, lists: [list] }))?.lists).toEqual([list])
  for (const wrong of ['', 'null', '{}', '[]', JSON.stringify({ ...state, format: 'kith-witness/2' })])
    expect(readState(wrong)).toBeUndefined()
  const odd: object[] = [
    { known: { ...list.known, once: 7 } },
    { known: { ...list.known, once: [['wave', 0]] } },
    { known: { ...list.known, number: '1' } },
    { known: { ...list.known, audit: 'x' } },
    { known: { ...list.known, witnesses: [{}] } },
    { alsoKnown: {} },
    { trouble: { kind: 'alarm', fault: 'none', number: 1 } },
    { lookedAt: 'yesterday' },
    { address: 'javascript:alert(1)' },
    { excused: 'x' },
    { groupsRead: [1] },
  ]
  for (const change of odd)
    expect(readState(JSON.stringify({ ...state, lists: [{ ...list, ...change }] }))).toBeUndefined()
})
