import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readGroupLines, readPublicPage } from '#capabilities/checkins/index.server.ts'
import { verifyAudit } from '#capabilities/checkins/index.ts'
import { exportAudit } from '#capabilities/people/index.server.ts'
import { note } from '#platform/audit/audit.server.ts'
import { forgetWitnessed } from '#platform/audit/witness.server.ts'
import { verifyList } from '../../bin/verify.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'
import { asOwner } from './evidence/database-text.ts'

// Somebody who has the database, the data folder and all keys in it, and knows how audits and chains are written.

let site: Rehearsal
let clinic: Clinic
let server: Server
let address: string
let folder: string
/** What a hostile server puts into its answers instead. */
let said: object = {}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-witness-'))
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9 } })
  server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const [from, of] = ['from', 'of'].map((name) => Number(searchParams.get(name))) as [number, number]
    const { checkins } = site
    const answer = pathname.endsWith('/groups')
      ? await linesOf(of)
      : await readPublicPage({ from }, { checkins, organisation: clinic.organisation })
    response.end(JSON.stringify({ ...answer, ...said }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/manifests/alder-bridge`
  await announcedWave({ site, actor: clinic.lead })
  for (const day of ['2026-11-20', '2026-11-21', '2026-11-22']) {
    for (const act of ['one', 'two', 'three']) await noteOne(`${act}-of-${day}`)
    site.clock.set(`${day}T10:00:00Z`)
    await site.checkins.jobs.send('advance-waves', {})
    await site.work()
  }
})
afterAll(async () => {
  server?.close()
  await site?.end()
  rmSync(folder, { recursive: true, force: true })
})

const linesOf = async (of: number): Promise<{ tables: string[][] }> => {
  const where = { checkins: site.checkins, organisation: clinic.organisation.id }
  return JSON.parse((await readGroupLines({ of }, where))?.text ?? '{"tables":[]}') as { tables: string[][] }
}
const noteOne = (act: string) =>
  site.database.inOrganisation(clinic.organisation.id, (tx) =>
    note({ tx, clock: site.clock, organisation: clinic.organisation.id, actor: clinic.lead.member.id, act }),
  )
const exported = async () => {
  const read = await exportAudit(site, { actor: clinic.lead })
  if (!read.ok) throw new Error(read.refusal.code)
  return read.value
}
type Rows = Awaited<ReturnType<typeof exported>>['entries']
/** Each row fits the one before it, as in an audit that was written anew. */
const chained = (rows: Rows): Rows => {
  let previous = '0'.repeat(64)
  return rows.map((row, at) => {
    const text = JSON.stringify([at + 1, row.at, row.actor, row.act, row.facts])
    const hash = createHash('sha256').update(text).update(Buffer.from(previous, 'hex')).digest('hex')
    const written = { ...row, number: at + 1, previous, hash }
    previous = hash
    return written
  })
}
const verdictOn = async (change: (rows: Rows) => Rows) => {
  const audit = await exported()
  const file = join(folder, 'audit.json')
  writeFileSync(file, JSON.stringify({ ...audit, entries: change(audit.entries) }))
  return verifyList([address, '--audit', file])
}

test('an audit as it was written fits every end of it that stands on the chain', async () => {
  expect(await verdictOn((rows) => rows)).toMatchObject({ code: 0 })
})

test('any row that is altered, dropped, put elsewhere or put in is found, though all the others were made to fit', async () => {
  const { entries } = await exported()
  const witnessed = entries.length
  expect(witnessed).toBeGreaterThan(9)
  for (let at = 0; at < witnessed; at++) {
    const attacks: ((rows: Rows) => Rows)[] = [
      (rows) => rows.map((row, place) => (place === at ? { ...row, act: 'harmless' } : row)),
      (rows) => rows.map((row, place) => (place === at ? { ...row, at: '2026-01-01T00:00:00.000Z' } : row)),
      (rows) => rows.filter((_, place) => place !== at),
      (rows) => rows.toSpliced(at, 0, { ...(rows[at] ?? rows[0]), act: 'invented' } as Rows[number]),
      (rows) => rows.toSpliced(at, 2, ...rows.slice(at, at + 2).reverse()),
    ]
    for (const [number, attack] of attacks.entries()) {
      // The last two rows cannot change places with what comes after them.
      if (number === 4 && at === witnessed - 1) continue
      for (const written of [attack, (rows: Rows) => chained(attack(rows))])
        expect([at, number, (await verdictOn(written)).code]).toEqual([at, number, 1])
    }
  }
}, 60_000)

test('newest rows that are dropped are found, and so is an audit that begins anew after a cut nobody made', async () => {
  expect(await verdictOn((rows) => rows.slice(0, -1))).toMatchObject({ code: 1 })
  expect(await verdictOn(() => [])).toMatchObject({ code: 1 })
  const cut = (rows: Rows): Rows => {
    const facts = JSON.stringify({ upTo: 2, hash: 'ab'.repeat(32), entries: 2 })
    return rows.slice(2).map((row, at) => (at === 0 ? { ...row, act: 'audit-cut', facts } : row))
  }
  expect(await verdictOn(cut)).toMatchObject({ code: 1 })
})

/** An audit that was written anew from its first row on, and says that all before it was cut. */
const inventedCut = (rows: Rows, cut: { upTo: number; at: string }): Rows => {
  const hash = 'ab'.repeat(32)
  const facts = JSON.stringify({ upTo: cut.upTo, hash, entries: cut.upTo })
  const [first] = rows
  const row = {
    ...first,
    number: cut.upTo + 1,
    at: cut.at,
    actor: null,
    act: 'audit-cut',
    facts,
    previous: hash,
  }
  const text = JSON.stringify([row.number, row.at, row.actor, row.act, row.facts])
  const hashed = createHash('sha256').update(text).update(Buffer.from(hash, 'hex')).digest('hex')
  return [{ ...row, hash: hashed } as Rows[number]]
}

test('a cut that nobody made and that covers all that was witnessed is found, whenever it is said to have been', async () => {
  const { entries } = await exported()
  for (const upTo of [entries.length, entries.length + 7, 4, 5])
    for (const at of ['2026-11-23T10:00:00.000Z', '2027-11-01T10:00:00.000Z', '2020-01-01T00:00:00.000Z']) {
      const { code, lines } = await verdictOn((rows) => inventedCut(rows, { upTo, at }))
      expect([upTo, at, code]).toEqual([upTo, at, 1])
      expect(lines.join('\n')).toContain(`rows up to ${upTo} were cut on ${at.slice(0, 10)}`)
    }
})

test('a cut of rows that are older than a year is no alarm, and is told with what was not compared', async () => {
  const { entries } = await exported()
  const rows = inventedCut(entries, { upTo: 9, at: '2026-11-23T10:00:00.000Z' })
  const judge = (day: string) =>
    verifyAudit({ rows, heads: [{ number: 8, hash: 'cd', day }], now: new Date('2026-11-23T11:00:00Z') })
  expect(await judge('2025-11-20')).toEqual({
    fault: undefined,
    cut: { upTo: 9, at: '2026-11-23T10:00:00.000Z', isBeyond: true },
  })
  expect(await judge('2025-12-01')).toMatchObject({ fault: { number: 9, fault: 'audit/cut-too-soon' } })
  const ahead = { rows, heads: [], now: new Date('2026-11-20T00:00:00Z') }
  expect(await verifyAudit(ahead)).toMatchObject({ fault: { fault: 'audit/cut-too-soon' } })
})

test('an export whose cut cannot be read is said to be none', async () => {
  for (const facts of ['', 'null', '{}', '{"upTo":"2"}', '{"upTo":2,"hash":7}', '[']) {
    const broken = (rows: Rows) =>
      rows.map((row, at) => (at === 0 ? { ...row, act: 'audit-cut', facts } : row))
    expect([facts, (await verdictOn(broken)).code]).toEqual([facts, 2])
  }
})

test('the same with database and data folder in hand: rows written anew, and heads signed anew, meet whoever remembers', async () => {
  const memory = join(folder, 'memory.json')
  expect(await verifyList([address, '--remember', memory])).toMatchObject({ code: 2 })
  expect(await verifyList([address, '--remember', memory, '--new'])).toMatchObject({ code: 0 })
  expect(await verifyList([address, '--remember', memory, '--new'])).toMatchObject({ code: 2 })
  const before = readFileSync(memory, 'utf8')
  forgetWitnessed(site.dataDir)
  const { entries } = await exported()
  const anew = chained(entries.map((row, at) => (at === 1 ? { ...row, act: 'harmless' } : row)))
  await asOwner(site.fresh, async (client) => {
    await client.query('alter table org.audit_entry disable trigger all')
    for (const row of anew)
      await client.query(
        'update org.audit_entry set act = $1, previous = $2, hash = $3 where organisation = $4 and number = $5',
        [
          row.act,
          Buffer.from(row.previous, 'hex'),
          Buffer.from(row.hash, 'hex'),
          clinic.organisation.id,
          row.number,
        ],
      )
  })
  expect(await verdictOn((rows) => rows)).toMatchObject({ code: 1 })
  // The heads too: the whole chain is taken away and written anew by the same day's work.
  await asOwner(site.fresh, (client) => client.query(`delete from org.chain_entry where kind = 'head'`))
  expect(await verifyList([address, '--remember', memory])).toMatchObject({ code: 1 })
  site.clock.set('2026-11-22T10:00:30Z')
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
  const forged = await verifyList([address, '--remember', memory])
  expect(forged.code).toBe(1)
  expect(forged.lines.join('\n')).toMatch(/ALARM/)
  writeFileSync(memory, before)
  expect(await verifyList([address, '--remember', memory])).toMatchObject({ code: 1 })
})

let odd: string
beforeEach(() => {
  odd = join(folder, 'odd.json')
})

test('what cannot be read is said with an end of its own, and is neither well nor an alarm', async () => {
  writeFileSync(odd, '{}')
  for (const words of [
    [],
    ['nowhere'],
    ['http://127.0.0.1:9/manifests/nobody'],
    [address, '--what'],
    [address, '--audit', odd],
    [address, '--remember', odd],
    [address, '--sign', join(folder, 'missing.json')],
  ])
    expect([words, (await verifyList(words)).code]).toEqual([words, 2])
})

test('an audit for which no head on the list speaks is neither well nor an alarm', async () => {
  const { entries } = await readPublicPage(
    { from: 1 },
    { checkins: site.checkins, organisation: clinic.organisation },
  )
  said = {
    entries: entries.slice(
      0,
      entries.findIndex(({ kind }) => kind === 'head'),
    ),
    next: null,
  }
  const verdict = await verdictOn((rows) => rows).finally(() => {
    said = {}
  })
  expect(verdict.code).toBe(2)
  expect(verdict.lines.join('\n')).toContain('compared with nothing')
})

test('the code of a poster is held against the list', async () => {
  const { entries } = await readPublicPage(
    { from: 1 },
    { checkins: site.checkins, organisation: clinic.organisation },
  )
  const hash = entries.find(({ kind }) => kind === 'manifest')?.hash
  expect(await verifyList([`${address}#${hash}`])).toMatchObject({ code: 0 })
  const [other] = await verifyList([`${address}#${'A'.repeat(43)}`]).then(({ lines }) => lines)
  expect(other).toMatch(/^ALARM: the announcement of this poster/)
})

test('groups that do not add up under an announcement are an alarm, and so are some that are held back', async () => {
  const { entries } = await readPublicPage(
    { from: 1 },
    { checkins: site.checkins, organisation: clinic.organisation },
  )
  const of = entries.find(({ kind }) => kind === 'manifest')?.number ?? 0
  const [lines = []] = (await linesOf(of)).tables
  for (const tables of [[], [[]], [[...lines, ...lines]], [lines.map((line) => line.replace(/^9/, '8'))]]) {
    said = { tables }
    const { code, lines: words } = await verifyList([address])
    expect([code, words.join('')]).toEqual([1, expect.stringContaining(`ALARM, entry ${of}: its groups`)])
  }
  said = {}
  expect(await verifyList([address])).toMatchObject({ code: 0 })
})

test('an alarm about one entry is set aside by its hash, and by no other', async () => {
  const memory = ['--remember', join(folder, 'aside.json')]
  said = { tables: [[]] }
  const { lines } = await verifyList([address, ...memory, '--new'])
  const [, hash = ''] = /--excuse ([\w-]{43})$/.exec(lines.join('\n')) ?? []
  const codeOf = async (...words: string[]) => (await verifyList([address, ...memory, ...words])).code
  const codes = [await codeOf(), await codeOf('--excuse', 'A'.repeat(43)), await codeOf('--excuse', hash)]
  const after = await codeOf()
  said = {}
  expect([...codes, after, hash.length]).toEqual([1, 2, 0, 0, 43])
})

test('a name that would steer a terminal is printed without what steers', async () => {
  said = { name: 'Alder\u001b[2J\u009b31m\u202e\u2028 Bridge' }
  const { code, lines } = await verifyList([address])
  said = {}
  expect(code).toBe(0)
  expect(lines.join('\n')).toMatch(/Alder.* Bridge: all/)
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
})

test('a key that is on no list signs nothing', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { d } = privateKey.export({ format: 'jwk' })
  writeFileSync(odd, JSON.stringify({ format: 'kith-witness/1', secret: d, lists: [] }))
  const { code, lines } = await verifyList([address, '--sign', odd])
  expect([code, lines.some((line) => line.includes('signed'))]).toEqual([0, false])
})
