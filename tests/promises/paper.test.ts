import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nullifierOf } from '#capabilities/checkins/domain/ballot.ts'
import { codeFrom, writeCode } from '#capabilities/checkins/domain/paper/code.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'
import {
  advanceWaves,
  cancelWave,
  issueTicket,
  makeSheets,
  readPackets,
  readPaperCheckins,
  readRelease,
} from '#capabilities/checkins/index.server.ts'
import { writeBeside } from '#capabilities/checkins/keys/key-file.server.ts'
import { poolFileOf } from '#capabilities/checkins/keys/pool-file.server.ts'
import { readSheetFile, seedOfCode, sheetFileOf } from '#capabilities/checkins/keys/sheet-file.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { deriveTicketSecrets, readTicketKey } from '#packages/blind-ticket/index.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { askForm, openOnPaper, printSheets, sendSheet } from '../rehearsal/paper.ts'
import { openPostBox, type PostBox } from '../rehearsal/post-box.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, secretsOf, times } from '../rehearsal/wave.ts'
import { findDigests, findWord, readFiles } from './evidence/canaries.ts'
import { databaseText } from './evidence/database-text.ts'

let site: Rehearsal
let clinic: Clinic
let box: PostBox
let wave: WaveId
let codes: readonly string[]
let old: readonly string[]
let questions: Questions

const sizes = { Surgery: 12, Kitchen: 17 }
const unknown = writeCode(codeFrom(Buffer.alloc(18, 9)))

beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes })
  box = await openPostBox(site)
})
afterAll(async () => {
  await box.close()
  await site.end()
})

const as = (member: string) => {
  const found = clinic.members.find(({ name }) => name === member)
  if (!found) throw new Error(`${member} is not on the staff list.`)
  return { checkins: site.checkins, actor: clinic.actorOf(found.id) }
}
const inPool = () => site.checkins.registry.wave(wave)?.pool.count
const request = { table: 'reporting-groups', blinded: 'A'.repeat(512) }
/** Answers that differ from one number to the next. */
const answersNo = (number: number): Record<string, number> =>
  Object.fromEntries(
    questions.items.map(({ id, options }, at) => [
      id,
      options[Math.floor(number / 5 ** at) % options.length]?.value ?? 0,
    ]),
  )
const goodHashes = () =>
  Object.values(
    JSON.parse(readFileSync(sheetFileOf({ dataDir: site.dataDir, wave }), 'utf8')) as Record<
      string,
      { good: string[]; ended: string[] }
    >,
  ).flatMap(({ good }) => good)

test('a group answers in one way: who has sheets is given no ticket, and who has tickets no sheet', async () => {
  const paper = clinic.units.filter(({ name }) => name === 'Kitchen').map(({ id }) => id)
  wave = await announcedWave({ site, actor: clinic.lead, form: { paper } })
  const lines = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx
      .withTables<{ 'org.wave_group': { name: string; way: string; entry: string; wave: string } }>()
      .selectFrom('org.wave_group')
      .select(['name', 'way', 'entry'])
      .where('wave', '=', wave)
      .execute(),
  )
  // What was announced to everybody says it, under the signature.
  for (const { name, way, entry } of lines) {
    expect(way).toBe(name === 'Kitchen' ? 'paper' : 'devices')
    expect((JSON.parse(entry) as { way?: string }).way).toBe(name === 'Kitchen' ? 'paper' : undefined)
  }
  expect(await issueTicket({ wave, request }, as('Kitchen 1'))).toEqual({
    ok: false,
    refusal: { code: 'checkins/answers-on-paper' },
  })
  expect(await readPackets(as('Kitchen 1'))).toEqual([])
  expect(await readPaperCheckins(as('Kitchen 1'))).toMatchObject([
    { wave, group: 'Kitchen', people: sizes.Kitchen },
  ])
  expect(await readPackets(as('Surgery 1'))).toHaveLength(1)
  expect(await readPaperCheckins(as('Surgery 1'))).toEqual([])
  const form = { group: clinic.units[0]?.id, after: '0', lie: '' }
  const elsewhere = await makeSheets({ wave, form }, { checkins: site.checkins, actor: clinic.lead })
  expect(elsewhere).toEqual({ ok: false, refusal: { code: 'checkins/not-found' } })
})

test('there are exactly as many sheets as people, and nothing but hashes is kept of them', async () => {
  old = await printSheets({ site, actor: clinic.lead, wave })
  expect(new Set(old).size).toBe(sizes.Kitchen)
  expect(goodHashes()).toHaveLength(sizes.Kitchen)
  expect(goodHashes()).toEqual([...goodHashes()].sort())
  expect(statSync(sheetFileOf({ dataDir: site.dataDir, wave })).mode & 0o777).toBe(0o600)
})

test('a second printing ends the first, is seen by the group, and a page that is loaded again makes none', async () => {
  await expect(printSheets({ site, actor: clinic.lead, wave, after: 0 })).rejects.toThrow(
    'checkins/sheets-were-made',
  )
  const [, ...late] = await Promise.allSettled(
    [1, 1, 1].map((after) => printSheets({ site, actor: clinic.lead, wave, after })),
  )
  expect(late.filter(({ status }) => status === 'rejected')).toHaveLength(2)
  codes = await printSheets({ site, actor: clinic.lead, wave, after: 2 })
  expect(goodHashes()).toHaveLength(sizes.Kitchen)
  expect(await readPaperCheckins(as('Kitchen 2'))).toMatchObject([
    { sheets: { made: 3, lie: 'In the tea room' } },
  ])
  const ended = await askForm({ port: box.port, fields: { at: 'code', go: 'next', code: old[0] ?? '' } })
  expect(ended.status).toBe(422)
  expect(ended.page).toContain('New sheets were printed after this one')
})

test('who is refused in the last minute, or while it begins, keeps the sheets that are good', async () => {
  const opens = site.checkins.registry.wave(wave)?.opensAt.getTime() ?? Number.NaN
  const good = goodHashes()
  // The clock moves on with each look at it: into the last minute before and while codes are made, past the opening at the end.
  for (const [looks, then] of [
    [0, opens - 59_000],
    [1, opens - 59_000],
    [4, opens],
  ] as const) {
    let seen = 0
    const clock = { now: () => new Date(seen++ < looks ? opens - 61_000 : then) }
    const refused = printSheets({
      site: { checkins: { ...site.checkins, clock } },
      actor: clinic.lead,
      wave,
      after: 3,
    })
    await expect(refused).rejects.toThrow('checkins/sheets-not-now')
    expect(goodHashes()).toEqual(good)
    expect(existsSync(`${sheetFileOf({ dataDir: site.dataDir, wave })}.new`)).toBe(false)
  }
})

test('what people read of their sheets is what is good, wherever a printing is cut off', async () => {
  const made = async () => (await readPaperCheckins(as('Kitchen 2')))[0]?.sheets.made
  const shown = async (code: string) =>
    (await askForm({ port: box.port, fields: { at: 'code', go: 'next', code } })).page
  const [before = ''] = codes
  const opens = site.checkins.registry.wave(wave)?.opensAt.getTime() ?? Number.NaN
  const print = (changed: Partial<typeof site.checkins>) =>
    printSheets({ site: { checkins: { ...site.checkins, ...changed } }, actor: clinic.lead, wave, after: 3 })
  // Cut off between the note and the new sheets: those of before are good, and nobody reads otherwise.
  let seen = 0
  const now = () => {
    if (seen++ < 4) return new Date(opens - 120_000)
    throw new Error('The power is cut.')
  }
  await expect(print({ clock: { now } })).rejects.toThrow('The power is cut.')
  expect(await made()).toBe(3)
  expect(await shown(before)).not.toContain('New sheets were printed after this one')
  // Cut off after that: the new ones stand, nobody has seen them, and the note is lost.
  const database: typeof site.checkins.database = {
    ...site.checkins.database,
    inOrganisation: (organisation, work) =>
      site.checkins.database.inOrganisation(organisation, async (tx) => {
        const done = await work(tx)
        if (JSON.stringify(done).includes('codes')) throw new Error('The power is cut.')
        return done
      }),
  }
  await expect(print({ database })).rejects.toThrow('The power is cut.')
  expect(await made()).toBe(4)
  expect(await shown(before)).toContain('New sheets were printed after this one')
  codes = await printSheets({ site, actor: clinic.lead, wave, after: 4 })
  expect(await made()).toBe(5)
  expect(await shown(codes[0] ?? '')).not.toContain('New sheets were printed after this one')
})

test('the secret of sheets that were printed anew is overwritten on the disk, and so is one that was never taken', async () => {
  const file = sheetFileOf({ dataDir: site.dataDir, wave })
  const secretIn = (text: string) => /"secret":"([^"]{43})"/.exec(text)?.[1] ?? ''
  const [old, other] = [readFileSync(file, 'utf8'), openSync(file, 'r')]
  codes = await printSheets({ site, actor: clinic.lead, wave, after: 5 })
  expect(secretIn(readFileSync(file, 'utf8'))).toHaveLength(43)
  expect(readFileSync(other, 'latin1')).not.toContain(secretIn(old))
  const text = JSON.stringify({ secret: 'x'.repeat(43) })
  const { drop } = await writeBeside({ file, text })
  const beside = openSync(`${file}.new`, 'r')
  await drop()
  expect(readFileSync(beside, 'latin1')).not.toContain(secretIn(text))
  for (const one of [other, beside]) closeSync(one)
})

test('a file of sheets of before, which has no secret, harms nobody: its codes are not known', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-sheets-'))
  const file = join(folder, 'old.sheets')
  writeFileSync(file, JSON.stringify({ 'a key': { good: ['a hash'], ended: [] } }))
  expect(await readSheetFile(file)).toEqual({})
  rmSync(folder, { recursive: true })
})

test('before the opening a code waits; from then on no more sheets are made', async () => {
  const early = await sendSheet({ port: box.port, code: codes[0] ?? '', answers: {} })
  expect(early.status).toBe(409)
  expect(early.page).toContain('Keep your sheet')
  expect(inPool()).toBe(0)
  site.clock.set(times.during)
  await site.work()
  await expect(printSheets({ site, actor: clinic.lead, wave, after: 4 })).rejects.toThrow(
    'checkins/sheets-not-now',
  )
  questions = site.checkins.registry.wave(wave)?.paper?.questions ?? questions
})

test('of fifty different answers that one code sends at once, one is counted; after a restart too', async () => {
  const [code = ''] = codes
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, number) =>
      sendSheet({ port: box.port, code, answers: answersNo(number) }),
    ),
  )
  expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(49)
  expect(inPool()).toBe(1)
  await site.restart()
  expect((await sendSheet({ port: box.port, code, answers: answersNo(7) })).status).toBe(409)
  expect(inPool()).toBe(1)
})

test('who asks about a code learns nothing of whether it was used', async () => {
  const [used = '', fresh = ''] = codes
  for (const step of [{ at: 'code', go: 'next' }, { at: 'questions', go: 'next' }, { at: 'review' }]) {
    const [one, other] = await Promise.all(
      [used, fresh].map((code) => askForm({ port: box.port, fields: { ...step, code } })),
    )
    const bare = (page = '', code: string) =>
      page.replaceAll(code.replaceAll('-', ''), '').replaceAll(code, '')
    expect(one?.status).toBe(200)
    expect(bare(one?.page, used)).toBe(bare(other?.page, fresh))
    expect(one?.headers).toEqual({ ...other?.headers })
  }
  expect(inPool()).toBe(1)
})

test('a code is told from a typing mistake, and one that never was from none that is over', async () => {
  const typed = (code: string) => askForm({ port: box.port, fields: { at: 'code', go: 'next', code } })
  const [good = ''] = codes
  const mistyped = await typed(good.replace(/.$/, (last) => (last === '7' ? '8' : '7')))
  expect(mistyped.page).toContain('a letter or digit is wrong')
  expect((await typed(unknown)).page).toContain('No check-in here knows this code now')
  expect((await typed('')).page).toContain('Type the code of your sheet first')
  expect((await typed('<script>alert(1)</script>')).page).not.toContain('<script')
})

test('a site that is killed between the code and the answers loses nothing: the form carries all of it', async () => {
  const code = codes[1] ?? ''
  const [id = ''] = Object.keys(answersNo(3))
  const review = await askForm({
    port: box.port,
    fields: { at: 'questions', go: 'next', code, [`q:${id}`]: String(answersNo(3)[id]) },
  })
  expect(review.page).toContain(`name="q:${id}" value="${answersNo(3)[id]}"`)
  await site.restart()
  expect((await sendSheet({ port: box.port, code, answers: answersNo(3) })).status).toBe(303)
  expect(inPool()).toBe(2)
})

test('a form of another size or kind, and answers that nobody offered, harm nothing', async () => {
  const code = codes[2] ?? ''
  const odd = await askForm({
    port: box.port,
    fields: {
      at: 'questions',
      go: 'next',
      code,
      [`q:${questions.items[0]?.id}`]: '99',
      'q:nobody': '1',
      'q:__proto__': '1',
    },
  })
  expect(odd.status).toBe(200)
  expect(odd.page).not.toContain('value="99"')
  const large = await askForm({ port: box.port, fields: { code, more: 'x'.repeat(70_000) } })
  expect(large.status).toBe(400)
  const strange = await askForm({
    port: box.port,
    fields: { code },
    headers: { 'content-type': 'text/plain' },
  })
  expect(strange.status).toBe(400)
  expect(inPool()).toBe(2)
})

test('nothing that was typed is found on the disk or in the database, and no answer says when or where from', async () => {
  const planted = { 'user-agent': 'canary-agent-4711', cookie: 'kith.session_token=canary-cookie-4711' }
  const sent = await sendSheet({
    port: box.port,
    code: codes[2] ?? '',
    answers: answersNo(1),
    headers: planted,
  })
  expect(sent.status).toBe(303)
  for (const name of ['set-cookie', 'date', 'etag', 'last-modified', 'server'])
    expect(sent.headers).not.toHaveProperty(name)
  expect(sent.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  expect(sent.headers['content-security-policy']).not.toMatch(/unsafe|script-src/)
  const text = await databaseText(site.fresh)
  const found = { ...readFiles(site.dataDir), database: Buffer.from(text) }
  for (const code of codes.slice(0, 3))
    for (const form of [code, code.replaceAll('-', '')]) {
      expect(findWord(form, found)).toEqual([])
      expect(findDigests([form], found)).toEqual([])
    }
  for (const word of Object.values(planted)) expect(findWord(word, found)).toEqual([])
})

test('who kept the codes and has pool and key of the check-in finds no answers by them, without the file of sheets', async () => {
  const { waveKey } = await secretsOf(site, wave)
  const held = site.checkins.registry.wave(wave)
  if (!held?.paper || 'parts' in waveKey)
    throw new Error('The wave is not on paper, or trustees hold its key.')
  const [group] = held.paper.groups.values()
  const read = group && (await readTicketKey(group.spki))
  if (!group || !read?.ok) throw new Error('The group has no key.')
  const kept = readFileSync(poolFileOf({ dataDir: site.dataDir, wave }))
  const found = async (seedOf: (code: string) => Uint8Array) => {
    let hits = 0
    for (const code of codes) {
      const seed = seedOf(code.replaceAll('-', ''))
      const { publicKey } = await deriveTicketSecrets({
        seed,
        wave,
        table: 'reporting-groups',
        key: read.value,
      })
      const hash = createHash('sha256')
        .update(held.pool.mark)
        .update(await nullifierOf(publicKey))
        .digest()
      if (kept.includes(hash)) hits += 1
    }
    return hits
  }
  const file = readFileSync(sheetFileOf({ dataDir: site.dataDir, wave }), 'utf8')
  const { secret } =
    (JSON.parse(file) as Record<string, { secret: string }>)[group.keyId.toString('base64url')] ?? {}
  // With the secret, as the site has it while the check-in runs: the search itself works.
  expect(await found((code) => seedOfCode({ secret: secret ?? '', code }))).toBe(held.pool.count)
  for (const secret of ['', Buffer.alloc(32).toString('base64url'), wave])
    expect(await found((code) => seedOfCode({ secret, code }))).toBe(0)
  expect(await found((code) => createHash('sha256').update(`kith sheet seed 1 ${code}`).digest())).toBe(0)
})

test('a code of one check-in or organisation counts in no other', async () => {
  const other = await rehearse({ now: times.before })
  try {
    const birch = await makeClinic(other.database, { slug: 'birch-house', sizes })
    const there = await openOnPaper({ site: other, clinic: birch, unit: 'Kitchen' })
    const post = await openPostBox(other)
    const foreign = await sendSheet({ port: post.port, code: codes[3] ?? '', answers: {} })
    expect(foreign.page).toContain('No check-in here knows this code now')
    expect(other.checkins.registry.wave(there.wave)?.pool.count).toBe(0)
    // Cancelled: its codes are no longer known, and the file is gone.
    const as = { checkins: other.checkins, actor: birch.lead }
    expect((await cancelWave({ wave: there.wave, form: { why: 'A mistake.' } }, as)).ok).toBe(true)
    const [gone = ''] = there.codes
    expect((await sendSheet({ port: post.port, code: gone, answers: {} })).status).toBe(422)
    expect(Object.keys(readFiles(other.dataDir)).filter((name) => name.startsWith('waves/'))).toEqual([])
    await post.close()
  } finally {
    await other.end()
  }
})

test('answers on paper are counted like any others, and the release says that some were typed in for others', async () => {
  for (const [at, code] of codes.slice(3, 12).entries()) {
    const sent = await sendSheet({ port: box.port, code, answers: answersNo(at), isKeyedIn: at === 0 })
    expect(sent.status).toBe(303)
  }
  const devices = clinic.members
    .filter(({ name }) => name.startsWith('Surgery'))
    .map(({ id }) => clinic.actorOf(id))
  for (const { ballot } of await ballotsOf({ checkins: site.checkins, wave, actors: devices }))
    expect(await box.send({ body: ballot })).toMatchObject({ status: 200 })
  site.clock.set(times.after)
  await advanceWaves(site.checkins)
  const release = await readRelease({ wave }, { checkins: site.checkins, actor: clinic.lead })
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 24 })
  expect(release.value.keyedIn).toBe('some')
  expect(Object.keys(readFiles(site.dataDir)).filter((name) => name.startsWith('waves/'))).toEqual([])
  const late = await sendSheet({ port: box.port, code: codes[12] ?? '', answers: {} })
  expect(late.page).toContain('No check-in here knows this code now')
})
