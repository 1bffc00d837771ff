import { beforeAll, expect, test } from 'vitest'
import { makeChain, newSigner, type Signs, witnessOf } from '../chain/chain.fixture.ts'
import { type ChainEntry, pageSize } from '../chain/entry.ts'
import type { FetchPage } from '../chain/fetch-entries.ts'
import { type FetchLines, lineOf } from '../manifest/group-lines.ts'
import type { GroupEntry } from '../manifest/manifest.ts'
import { buildTree } from '../manifest/merkle.ts'
import { readState } from './state.ts'
import {
  addressOfList,
  cosignatureOf,
  forgetAlarm,
  lookAgain,
  newList,
  waitingFor,
  withCosignature,
} from './watch.ts'
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
    expect(seen.trouble).toEqual({ kind: 'alarm', fault: 'chain/groups-differ', number: chain.length })
    expect(await waitingFor(seen, key.publicKey)).toEqual([])
  }
  const silent = await lookAgain(list, { fetchPage: served(chain), fetchLines: async () => undefined, now })
  expect([silent.trouble, silent.entries]).toEqual([{ kind: 'unread' }, []])
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

test('only a file that was saved is opened', () => {
  const state = { format: 'kith-witness/1', secret: null, lists: [] }
  expect(readState(JSON.stringify(state))).toEqual(state)
  for (const wrong of ['', 'null', '{}', '[]', JSON.stringify({ ...state, format: 'kith-witness/2' })])
    expect(readState(wrong)).toBeUndefined()
})
