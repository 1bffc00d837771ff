import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { collectTickets } from '#capabilities/checkins/client/chain/collect-tickets.client.ts'
import { agree } from '#capabilities/checkins/client/chain/follow-chain.client.ts'
import { keyOf } from '#capabilities/checkins/client/member.client.ts'
import { memoryStore } from '#capabilities/checkins/client/memory-store.client.ts'
import { anotherGroup, specimenOrganisation } from '#capabilities/checkins/client/packet-specimen.fixture.ts'
import { keepPackets } from '#capabilities/checkins/client/packets.client.ts'
import {
  entryAfter,
  newSigner,
  type Signs,
  signerOf,
  witnessOf,
} from '#capabilities/checkins/domain/chain/chain.fixture.ts'
import { type ChainEntry, pageOf, pageSize } from '#capabilities/checkins/domain/chain/entry.ts'
import type { FetchPage } from '#capabilities/checkins/domain/chain/fetch-entries.ts'
import type { CountLine } from '#capabilities/checkins/domain/chain/parts.ts'
import { sha256, toBase64Url, utf8 } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { FetchLines } from '#capabilities/checkins/domain/manifest/group-lines.ts'
import { type GroupEntry, hashOfText, type Witness } from '#capabilities/checkins/domain/manifest/manifest.ts'
import { buildTree } from '#capabilities/checkins/domain/manifest/merkle.ts'
import type { CheckinPacket } from '#capabilities/checkins/domain/packet.ts'
import { newId, type WaveId } from '#kernel/ids.ts'

// A member's browser before a server that may be hostile, whose organisation signs whatever it likes.

const site = await specimenOrganisation()
const { id: organisation } = site
const now = Date.parse('2026-11-03T10:00:00Z')
let by: Signs
let union: Signs
beforeAll(async () => {
  by = await signerOf(site.signer)
  union = await newSigner()
})
let store: ReturnType<typeof memoryStore>
beforeEach(() => {
  store = memoryStore()
})

const put = async (chain: readonly ChainEntry[], wish: { kind: string; part?: object }) => [
  ...chain,
  await entryAfter(chain.at(-1), { organisation, by, ...wish }),
]

/** Announces a check-in at the end of a chain, as the site would. */
const announce = async (
  chain: readonly ChainEntry[],
  wish: { witnesses?: readonly Witness[] } & Omit<
    NonNullable<Parameters<typeof site.announce>[0]>,
    'chain'
  > = {},
): Promise<{ chain: ChainEntry[]; packet: CheckinPacket }> => {
  const end = chain.at(-1)
  const at = { number: (end?.number ?? 0) + 1, previous: end?.hash ?? toBase64Url(new Uint8Array(32)) }
  const { witnesses = [], ...rest } = wish
  const packet = await site.announce({ ...rest, chain: { ...at, witnesses } })
  const entry: ChainEntry = {
    number: at.number,
    kind: 'manifest',
    wave: packet.wave,
    body: packet.manifest,
    signature: packet.signature,
    hash: toBase64Url(await sha256(utf8(packet.manifest))),
    cosignatures: [],
  }
  return { chain: [...chain, entry], packet }
}

/** The last entry, signed by a witness, or by somebody who says to be one. */
const cosigned = async (chain: readonly ChainEntry[], by: Signs, witness = witnessOf(union).id) => {
  const last = chain.at(-1)
  if (!last) throw new Error('There is nothing to sign.')
  const signature = await by.cosign(last.hash)
  return [...chain.slice(0, -1), { ...last, cosignatures: [{ witness, signature }] }]
}

const served =
  (chain: readonly ChainEntry[]): FetchPage =>
  async (from) => {
    if (from !== pageOf(from)) throw new Error('This is no page.')
    const entries = chain.filter(({ number }) => number >= from && number < from + pageSize)
    const isMore = chain.some(({ number }) => number >= from + pageSize)
    const next = isMore ? from + pageSize : null
    return { format: 'kith-chain/1', organisation, name: 'Alder Bridge', from, entries, next }
  }

/** A visit to the home page: what was asked of the server, and what the page says. */
const visit = async (
  packet: CheckinPacket,
  fetchPage: FetchPage,
  fetchLines: FetchLines = async (of) => ({
    format: 'kith-groups/1',
    of,
    tables: site.linesUnder.get(packet.manifest) ?? [],
  }),
) => {
  const asked: string[] = []
  const kept = await keepPackets(store, { packets: [packet], organisation, member: packet.member, now })
  const collected = await collectTickets(store, {
    organisation,
    kept,
    fetchPage,
    fetchLines,
    turn: (_, work) => work(),
    ask: async ({ tickets }) => {
      asked.push(...tickets.map(({ blinded }) => blinded))
      return {
        blindSignatures: Object.fromEntries(tickets.map(({ table, blinded }) => [table, site.sign(blinded)])),
      }
    },
  })
  const ticket = await store.change((box) => box.get('tickets', keyOf(packet)))
  return {
    asked: asked.length,
    hold: collected.holds.get(keyOf(packet)),
    chain: collected.chain,
    count: collected.counts.get(keyOf(packet)),
    ticket: ticket?.state,
  }
}
const nothingAsked = { asked: 0, ticket: undefined }
const relied = () => [witnessOf(union)]
const named = { kind: 'witnesses', part: {} }

test('a check-in that stands on the chain and is signed by whom it names gets its ticket', async () => {
  const list = await put([], { ...named, part: { witnesses: relied() } })
  const { chain, packet } = await announce(list, { witnesses: relied() })
  expect(await visit(packet, served(await cosigned(chain, union)))).toMatchObject({
    asked: 1,
    ticket: 'held',
    hold: undefined,
  })
})

test('a server that shows two announcements: this one is not on the chain that everybody sees', async () => {
  const wave = newId<WaveId>()
  const everybody = await announce([], { wave })
  const hers = await announce([], { wave, title: 'For her alone' })
  expect(await visit(hers.packet, served(everybody.chain))).toMatchObject({
    ...nothingAsked,
    hold: { kind: 'wrong', fault: 'chain/not-on-it' },
  })
})

test('a server that shows her a chain of her own is found by what her browser remembers', async () => {
  const first = await announce([])
  expect((await visit(first.packet, served(first.chain))).ticket).toBe('held')
  const fork = await announce(
    await put([], { kind: 'head', part: { day: '2026-11-02', audit: null, waves: [] } }),
  )
  expect(await visit(fork.packet, served(fork.chain))).toMatchObject({
    ...nothingAsked,
    chain: { kind: 'wrong', fault: 'chain/forked' },
  })
})

test('announcements that are taken away again are found', async () => {
  const first = await announce([])
  const second = await announce(await put(first.chain, { kind: 'cancellation' }))
  await visit(second.packet, served(second.chain))
  const { chain, packet } = await announce(first.chain)
  const shrunk = { ...nothingAsked, chain: { kind: 'wrong', fault: 'chain/shrunk' } }
  expect(await visit(packet, served(chain))).toMatchObject(shrunk)
  // Looking again does not make it true, and only her own yes lets it begin anew.
  expect(await visit(packet, served(chain))).toMatchObject(shrunk)
  await agree(store, { organisation, to: 'wrong' })
  expect(await visit(packet, served(chain))).toMatchObject({ asked: 1, ticket: 'held' })
})

test('a check-in of long ago that is announced again is found by a browser whose memory did not keep it', async () => {
  const first = await announce([])
  let { chain } = first
  while (chain.length < pageSize + 4) chain = await put(chain, { kind: 'cancellation' })
  await visit(first.packet, served(chain))
  await store.change(async (box) => {
    const memory = await box.get('chains', organisation)
    if (!memory?.known) throw new Error('Nothing was remembered.')
    const { once: _, ...known } = memory.known
    await box.put('chains', organisation, { ...memory, known })
  })
  const part = { wave: first.packet.wave, title: 'Another' }
  const more = await announce(await put(chain, { kind: 'manifest', part }))
  const twice = { ...nothingAsked, chain: { kind: 'wrong', fault: 'chain/announced-twice' } }
  expect(await visit(more.packet, served(more.chain))).toMatchObject(twice)
})

test('one entry that is wrong holds nobody for ever: with her yes the list goes on behind it, and nothing of it counts', async () => {
  const first = await announce([])
  await visit(first.packet, served(first.chain))
  const part = { wave: first.packet.wave, title: 'Another' }
  const bad = await put(first.chain, { kind: 'manifest', part })
  const next = await announce(await put(bad, { kind: 'cancellation' }))
  const twice = { kind: 'wrong', fault: 'chain/announced-twice', entry: bad.at(-1)?.hash } as const
  const saysYes = () =>
    agree(store, { organisation, to: { hash: bad.at(-1)?.hash ?? '', fault: twice.fault } })
  expect(await visit(next.packet, served(next.chain))).toMatchObject({ ...nothingAsked, chain: twice })
  await saysYes()
  expect(await visit(next.packet, served(next.chain))).toMatchObject({ chain: undefined, ticket: 'held' })
  // Also where it is the first thing that this browser sees, and not where the bad one is her own.
  store = memoryStore()
  await saysYes()
  expect(await visit(next.packet, served(next.chain))).toMatchObject({ chain: undefined, ticket: 'held' })
  store = memoryStore()
  const own = await announce([])
  await agree(store, { organisation, to: { hash: own.chain[0]?.hash ?? '', fault: twice.fault } })
  expect(await visit(own.packet, served(own.chain))).toMatchObject({
    ...nothingAsked,
    hold: { kind: 'wrong', fault: twice.fault },
  })
})

test('an entry that was altered or left out on the way is found before anything is asked', async () => {
  const { chain, packet } = await announce(await put(await put([], { kind: 'head' }), { kind: 'head' }))
  const altered = chain.map((entry) => (entry.number === 2 ? { ...entry, body: `${entry.body} ` } : entry))
  for (const wrong of [altered, chain.filter(({ number }) => number !== 2)]) {
    expect(await visit(packet, served(wrong))).toMatchObject({ ...nothingAsked, chain: { kind: 'wrong' } })
  }
})

const other: GroupEntry = await anotherGroup({} as GroupEntry, { table: 'reporting-groups', spki: '' })
describe('groups that stand under an announcement', () => {
  type Beside = (hers: GroupEntry) => GroupEntry[]
  /** Somebody else’s line of her own group, with a key that is theirs alone: what she would see of it is the same. */
  const aside = (hers: GroupEntry): GroupEntry => ({ ...other, ...hers, keyId: other.keyId })
  const differ = { ...nothingAsked, hold: { kind: 'wrong', fault: 'chain/groups-differ' } }
  const doubled: Record<string, Beside> = {
    'a group stands there twice, and is counted twice': (hers) => [other, aside(hers)],
    'its people are there twice, under another name': (hers) => [
      { ...aside(hers), group: 'another', name: 'Ward 9', units: ['Ward 9'] },
    ],
    'a unit is there twice, with somebody else among its people': (hers) => [
      { ...aside(hers), group: 'another', name: 'Ward 9', people: other.people },
    ],
    'a unit is there twice, and is written otherwise': (hers) => [
      { ...other, units: ['Pharmacy', ` ${hers.units[0]?.toUpperCase()}\u200b `] },
    ],
    ...Object.fromEntries(
      ['\u034f', '\ufe0f', '\u180b', '\u3164', '\u1160', '\u2800 ', '\u{e0041}'].map(
        (sign): [string, Beside] => [
          `a unit is there twice, with U+${sign.codePointAt(0)?.toString(16)} that nobody sees`,
          (hers) => [{ ...other, units: ['Pharmacy', `${hers.units[0]}${sign}`] }],
        ],
      ),
    ),
    'two groups share a key': (hers) => [{ ...other, keyId: hers.keyId }],
    'another group is too small': () => [
      { ...other, eligible: 3 },
      { ...other, ...namedAnew, eligible: 15 },
    ],
  }
  const namedAnew = {
    group: 'third',
    name: 'Kitchen',
    units: ['Kitchen'],
    keyId: 'k'.repeat(43),
    people: 'p'.repeat(43),
  }

  for (const [what, beside] of Object.entries(doubled))
    test(`${what}: nothing is asked`, async () => {
      const { chain, packet } = await announce([], { beside })
      expect(await visit(packet, served(chain))).toMatchObject(differ)
    })

  test('a line that the sum hides, the number of lines, or a list that leaves it out: nothing is asked', async () => {
    for (const said of [{ eligible: 21 }, { eligible: 40 }]) {
      store = memoryStore()
      const { chain, packet } = await announce([], { said })
      expect(await visit(packet, served(chain))).toMatchObject(differ)
    }
    store = memoryStore()
    const { chain, packet } = await announce([], { beside: () => [other, { ...other, ...namedAnew }] })
    expect((await visit(packet, served(chain))).ticket).toBe('held')
    store = memoryStore()
    const [lines = []] = site.linesUnder.get(packet.manifest) ?? []
    for (const tables of [
      [lines.slice(0, 2)],
      [lines.toReversed()],
      [[...lines, ...lines]],
      [lines, lines],
      [],
    ])
      expect(
        await visit(packet, served(chain), async (of) => ({ format: 'kith-groups/1', of, tables })),
      ).toMatchObject(differ)
  })

  test('a list that does not come is said, and nothing is asked until it does', async () => {
    const { chain, packet } = await announce([])
    expect(await visit(packet, served(chain), async () => undefined)).toMatchObject({
      ...nothingAsked,
      hold: { kind: 'unread' },
    })
    expect((await visit(packet, served(chain))).ticket).toBe('held')
  })
})

describe('without the signature of a witness whom it names as required', () => {
  const setting = async () =>
    announce(await put([], { ...named, part: { witnesses: relied() } }), { witnesses: relied() })

  test('nothing is asked, and the page says whose signature is awaited; once it is there, the ticket comes', async () => {
    const { chain, packet } = await setting()
    expect(await visit(packet, served(chain))).toMatchObject({
      ...nothingAsked,
      chain: undefined,
      hold: { kind: 'awaited', names: [witnessOf(union).name] },
    })
    expect((await visit(packet, served(await cosigned(chain, union)))).ticket).toBe('held')
  })

  test('a signature that somebody else made is no signature', async () => {
    const { chain, packet } = await setting()
    const forged = await cosigned(chain, await newSigner())
    expect(await visit(packet, served(forged))).toMatchObject({ ...nothingAsked, hold: { kind: 'forged' } })
    const byHouse = await cosigned(chain, by)
    expect(await visit(packet, served(byHouse))).toMatchObject({ ...nothingAsked, hold: { kind: 'forged' } })
  })

  test('a signature of hers under another announcement is no signature', async () => {
    const { chain, packet } = await setting()
    const other = await cosigned((await announce([])).chain, union)
    const cosignatures = other.at(-1)?.cosignatures ?? []
    const carried = chain.map((entry, at) => (at === chain.length - 1 ? { ...entry, cosignatures } : entry))
    expect(await visit(packet, served(carried))).toMatchObject({ ...nothingAsked, hold: { kind: 'forged' } })
  })
})

describe('a witness on whom this browser relies', () => {
  const relying = async () => {
    const list = await put([], { ...named, part: { witnesses: relied() } })
    const first = await announce(list, { witnesses: relied() })
    const chain = await cosigned(first.chain, union)
    await visit(first.packet, served(chain))
    return chain
  }

  test('cannot be left out of an announcement while the chain still names it', async () => {
    for (const witnesses of [[], [witnessOf(union, { isRequired: false })], [witnessOf(by)]]) {
      store = memoryStore()
      const { chain, packet } = await announce(await relying(), { witnesses })
      expect(await visit(packet, served(chain))).toMatchObject({
        ...nothingAsked,
        chain: { kind: 'wrong', fault: 'chain/witnesses-differ' },
      })
    }
  })

  test('ends by an entry on the chain only with her yes', async () => {
    const ended = await put(await relying(), { ...named, part: { witnesses: [] } })
    const { chain, packet } = await announce(ended)
    const held = { ...nothingAsked, hold: { kind: 'ended', names: [witnessOf(union).name] } }
    expect(await visit(packet, served(chain))).toMatchObject(held)
    expect(await visit(packet, served(chain))).toMatchObject(held)
    await agree(store, { organisation, to: 'ended' })
    expect(await visit(packet, served(chain))).toMatchObject({ asked: 1, ticket: 'held' })
  })

  test('is still asked for after a chain was let begin anew', async () => {
    await relying()
    await agree(store, { organisation, to: 'wrong' })
    const { chain, packet } = await announce([])
    expect(await visit(packet, served(chain))).toMatchObject({ ...nothingAsked, hold: { kind: 'ended' } })
  })
})

test('a chain that does not come is said, asks for nothing, and takes no ticket away', async () => {
  const { chain, packet } = await announce([])
  const silent: FetchPage = async () => undefined
  expect(await visit(packet, silent)).toMatchObject({ ...nothingAsked, chain: { kind: 'unread', names: [] } })
  expect((await visit(packet, served(chain))).ticket).toBe('held')
  expect(await visit(packet, silent)).toMatchObject({ chain: { kind: 'unread' }, ticket: 'held' })
})

describe('how many of her group hold a ticket', () => {
  /** The site counts, and puts its head on the chain. */
  const counted = async (given: { packet: CheckinPacket; chain: ChainEntry[]; tickets: number }) => {
    const { table, group, eligible } = JSON.parse(given.packet.entry) as GroupEntry
    const line: CountLine = { table, group, eligible: 23, tickets: given.tickets, salt: 'c2FsdA' }
    const text = JSON.stringify({ ...line, eligible })
    const tree = await buildTree([text, 'another group'])
    const waves = [{ wave: given.packet.wave, root: tree.root }]
    const chain = await put(given.chain, { kind: 'head', part: { day: '2026-11-04', audit: null, waves } })
    const count = { head: chain.length, line: text, path: tree.paths[0] ?? [] }
    return { chain, packet: { ...given.packet, count } }
  }

  test('where tickets went to one member only, each of the others sees that it was one', async () => {
    const { chain, packet } = await announce([])
    const one = await counted({ chain, packet, tickets: 1 })
    const { eligible } = JSON.parse(packet.entry) as GroupEntry
    for (let other = 0; other < eligible - 1; other++) {
      store = memoryStore()
      const seen = await visit({ ...one.packet, member: newId() }, served(one.chain))
      expect(seen.count).toMatchObject({ eligible, tickets: 1 })
    }
  })

  test('a count that leaves out the ticket of this very browser is found', async () => {
    const { chain, packet } = await announce([])
    await visit(packet, served(chain))
    const none = await counted({ chain, packet, tickets: 0 })
    expect((await visit(none.packet, served(none.chain))).count).toBe('count/leaves-this-one-out')
    const one = await counted({ chain: none.chain, packet, tickets: 1 })
    expect((await visit(one.packet, served(one.chain))).count).toMatchObject({ tickets: 1 })
  })

  test('a count of yesterday is no lie to whom came today', async () => {
    const { chain, packet } = await announce([])
    const none = await counted({ chain, packet, tickets: 0 })
    await visit(none.packet, served(none.chain))
    expect((await visit(none.packet, served(none.chain))).count).toMatchObject({ tickets: 0 })
  })

  test('a count that does not come, or an old one, is said where the chain has a newer one', async () => {
    const { chain, packet } = await announce([])
    expect((await visit(packet, served(chain))).count).toBeUndefined()
    const first = await counted({ chain, packet, tickets: 1 })
    expect((await visit({ ...packet, count: null }, served(first.chain))).count).toBe('count/withheld')
    const second = await counted({ chain: first.chain, packet, tickets: 2 })
    expect((await visit(first.packet, served(second.chain))).count).toBe('count/withheld')
    expect((await visit(second.packet, served(second.chain))).count).toMatchObject({ tickets: 2 })
    // A head that counts other check-ins only says nothing of this one.
    const other = await put(second.chain, {
      kind: 'head',
      part: { day: '2026-11-05', audit: null, waves: [] },
    })
    expect((await visit(second.packet, served(other))).count).toMatchObject({ tickets: 2 })
  })

  test('of an entry that was merged into hers, whose group nobody else holds a ticket in, no lie is told', async () => {
    const { chain, packet } = await announce([])
    await visit(packet, served(chain))
    await store.change(async (box) => {
      const ticket = await box.get('tickets', keyOf(packet))
      if (ticket) await box.put('tickets', keyOf(packet), { ...ticket, group: 'the one she was in' })
    })
    const none = await counted({ chain, packet, tickets: 0 })
    expect((await visit(none.packet, served(none.chain))).count).toMatchObject({ tickets: 0 })
  })

  test('a count that stands on no chain is found', async () => {
    const { chain, packet } = await announce([])
    const one = await counted({ chain, packet, tickets: 3 })
    const line = one.packet.count.line.replace('"tickets":3', '"tickets":9')
    const lie = { ...one.packet, count: { ...one.packet.count, line } }
    expect((await visit(lie, served(one.chain))).count).toBe('count/not-on-the-chain')
  })
})

test('what a browser asks of the chain are pages that begin at fixed places', async () => {
  const asked: number[] = []
  let chain: ChainEntry[] = []
  for (let at = 0; at < pageSize + 3; at++) chain = await put(chain, { kind: 'cancellation' })
  const { chain: whole, packet } = await announce(chain)
  const noting: FetchPage = (from) => {
    asked.push(from)
    return served(whole)(from)
  }
  expect((await visit(packet, noting)).ticket).toBe('held')
  expect(asked).toEqual([pageSize + 1])
  expect(await hashOfText(packet.manifest)).toBe(whole.at(-1)?.hash)
})
