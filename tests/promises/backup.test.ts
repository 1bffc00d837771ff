import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelWave } from '#capabilities/checkins/index.server.ts'
import { findBreak } from '#platform/audit/audit.server.ts'
import { inBackup } from '#platform/backup/in-backup.ts'
import { readLastBackup } from '#platform/backup/last-backup.server.ts'
import { loadRows } from '#platform/backup/open-backup.server.ts'
import { createRecordWriter } from '#platform/backup/records.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { startEngine } from '#platform/database/engine.server.ts'
import { holdLock } from '#platform/lock/owner-lock.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { backUp } from '../../src/entry/back-up.server.ts'
import { restore } from '../../src/entry/restore.server.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { makeDataFolder } from '../rehearsal/own-folder.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { newFolder, settingsFor, settingsOf } from '../rehearsal/two-sites.ts'
import { announcedWave } from '../rehearsal/wave.ts'
import { freshDatabase } from '../setup/database.ts'
import { asOwner, databaseText } from './evidence/database-text.ts'
import { keptRows, rulesOf } from './evidence/kept-rows.ts'
import { putOneOfEach, secretWords } from './evidence/one-of-each.ts'
import { plainLogin } from './evidence/plain-login.ts'

let site: Rehearsal
let clinic: Clinic
const place = newFolder()
const file = join(place.dataDir, 'site.kith')
const undo: (() => unknown)[] = [() => place.remove()]
const uid = process.getuid?.() === 0 ? { engineUid: 65534 } : {}

beforeAll(async () => {
  site = await rehearse({ now: '2026-11-20T09:00:00Z' })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 12, Kitchen: 9 } })
  await makeClinic(site.database, { slug: 'birch-house', sizes: { Ward: 8 } })
  const wave = await announcedWave({ site, actor: clinic.lead })
  const on = { checkins: site.checkins, actor: clinic.lead }
  const done = await cancelWave({ wave, form: { why: 'The ward moved.' } }, on)
  if (!done.ok) throw new Error(done.refusal.code)
  await asOwner(site.fresh, (client) => putOneOfEach(client, { clinic, wave }))
  await backUp(settingsFor(site), { file, mayReplace: false })
})
afterAll(async () => {
  await site.end()
  for (const step of undo) await step()
})

const emptySite = async () => {
  const fresh = await freshDatabase()
  const folder = newFolder(site.dataDir)
  undo.push(() => fresh.drop(), folder.remove)
  return { fresh, folder, settings: settingsOf({ dataDir: folder.dataDir, url: fresh.url }) }
}
const plainly = { mayReplace: false, mayLackSecrets: false }

test('a site moves from one database to another and back, row by row the same', {
  timeout: 120_000,
}, async () => {
  const before = await keptRows(site.fresh, inBackup)
  expect(before['org.member']?.length).toBeGreaterThan(20)

  const embedded = makeDataFolder()
  undo.push(embedded.remove)
  const there = settingsOf({ dataDir: embedded.dataDir })
  await restore(there, { file, ...plainly, mayLackSecrets: true }, uid)
  const again = join(place.dataDir, 'again.kith')
  await backUp(there, { file: again, mayReplace: false }, uid)
  // The same while a site runs there: read through its socket, and not to be restored over.
  const lock = holdLock(join(embedded.dataDir, 'kith.lock'))
  const engine = await startEngine({ dataDir: embedded.dataDir })
  await backUp(there, { file: again, mayReplace: true }, uid)
  await expect(restore(there, { file, ...plainly, mayReplace: true }, uid)).rejects.toThrow(/already runs/)
  await engine.stop()
  lock.release()

  const { fresh, settings } = await emptySite()
  await restore(settings, { file: again, ...plainly, mayLackSecrets: true })
  const after = await keptRows(fresh, inBackup)
  // Each restore is noted in the log of each organisation, and nothing else is.
  const audit = 'org.audit_entry'
  expect(after[audit]?.filter((row) => !row.includes('site-restored'))).toEqual(before[audit])
  expect(after[audit]).toHaveLength((before[audit]?.length ?? 0) + 4)
  expect({ ...after, [audit]: [] }).toEqual({ ...before, [audit]: [] })
  const database = openDatabase({ address: fresh.address, log: silentLog })
  expect(await database.inOrganisation(clinic.organisation.id, findBreak)).toBe(null)
  await database.close()
})

test('after a restore every rule of the database is as migrations make it', async () => {
  const { fresh, settings } = await emptySite()
  const before = await rulesOf(fresh)
  await restore(settings, { file, ...plainly })
  expect(await rulesOf(fresh)).toEqual(before)
})

test('what lets somebody in, or would weaken anonymity, is never in a backup', async () => {
  let text = readFileSync(file, 'latin1')
  await loadRows(file, async (_, rows) => {
    for await (const block of rows) text += block.toString('utf8')
    return undefined
  })
  expect(text).toContain('Surgery 1')
  const there = await databaseText(site.fresh)
  for (const word of secretWords)
    expect([word, there.includes(word), text.includes(word)]).toEqual([word, true, false])

  const { fresh, settings } = await emptySite()
  await restore(settings, { file, ...plainly })
  const brought = await databaseText(fresh)
  for (const word of secretWords) expect([word, brought.includes(word)]).toEqual([word, false])
})

test('a backup that is taken while people write shows one moment', { timeout: 60_000 }, async () => {
  let isWriting = true
  const { id } = clinic.organisation
  const write = async () => {
    for (let at = 0; isWriting; at++)
      await asOwner(site.fresh, async (client) => {
        await client.query('begin')
        const ward = crypto.randomUUID()
        await client.query(
          `insert into org.unit (organisation, id, parent, name, position) values ($1, $2, $3, $4, 99)`,
          [id, ward, clinic.root, `Twin ward ${at}`],
        )
        await client.query(`insert into org.member (organisation, id, name, unit) values ($1, $2, $3, $4)`, [
          id,
          crypto.randomUUID(),
          `Twin ${at}`,
          ward,
        ])
        await client.query('commit')
      })
  }
  const writing = write()
  const during = join(place.dataDir, 'during.kith')
  await backUp(settingsFor(site), { file: during, mayReplace: false })
  await backUp(settingsFor(site), { file: during, mayReplace: true })
  isWriting = false
  await writing
  const { fresh, settings } = await emptySite()
  await restore(settings, { file: during, ...plainly })
  const { rows } = await asOwner(fresh, (client) =>
    client.query(`select (select count(*) from org.unit where name like 'Twin%')::int as wards,
      (select count(*) from org.member where name like 'Twin%')::int as people`),
  )
  expect(rows[0].wards).toBeGreaterThan(0)
  expect(rows[0].people).toBe(rows[0].wards)
})

test('a file that is cut off, altered, newer or of another kind is refused, and nothing changes', async () => {
  const { fresh, settings } = await emptySite()
  const before = await databaseText(fresh, { without: 'queue' })
  const whole = readFileSync(file)
  const refused = async (bytes: Uint8Array, words: RegExp) => {
    const bad = join(place.dataDir, 'bad.kith')
    writeFileSync(bad, bytes)
    await expect(restore(settings, { file: bad, ...plainly })).rejects.toThrow(words)
  }
  for (const length of [5, 14, 60, whole.length >> 1, whole.length - 1])
    await refused(whole.subarray(0, length), /cut off|not a backup/)
  for (const at of [20, 90, whole.length >> 1, whole.length - 3]) {
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ 4
    await refused(flipped, /damaged/)
  }
  await refused(Buffer.concat([whole, Buffer.from('x')]), /damaged/)
  await refused(Buffer.from('PGDMP and so on'), /not a backup of Kith/)
  await refused(Buffer.alloc(0), /not a backup of Kith/)
  await refused(
    Buffer.from(`kith-backup 2\n${whole.subarray(14).toString('latin1')}`, 'latin1'),
    /newer Kith/,
  )
  const later = join(place.dataDir, 'later.kith')
  const handle = await open(later, 'w')
  const write = await createRecordWriter(handle)
  const head = { madeAt: '2026-11-22T00:00:00.000Z', migrations: ['2199-01-01-01-later'], secrets: [] }
  await write({ kind: 'head', content: Buffer.from(JSON.stringify(head)) })
  await write({ kind: 'end', content: Buffer.from('{"rows":{}}') })
  await handle.close()
  await expect(restore(settings, { file: later, ...plainly })).rejects.toThrow(/newer Kith/)
  await expect(restore(settings, { file: join(place.dataDir, 'none'), ...plainly })).rejects.toThrow(
    /no file/,
  )
  expect(await databaseText(fresh, { without: 'queue' })).toBe(before)
})

test('people are not replaced unasked, nor while a site runs, nor without the secrets that belong to them', async () => {
  const { fresh, settings, folder } = await emptySite()
  await restore(settings, { file, ...plainly })
  await expect(restore(settings, { file, ...plainly })).rejects.toThrow(/add --overwrite/)

  const running = new pg.Client(fresh.address.forRole('site'))
  await running.connect()
  await expect(restore(settings, { file, ...plainly, mayReplace: true })).rejects.toThrow(/connected/)
  await running.end()

  const site2 = join(folder.dataDir, 'secrets', 'site.json')
  const kept = readFileSync(site2)
  writeFileSync(site2, JSON.stringify({ signIn: 'other', derive: 'other' }))
  const replacing = { file, mayReplace: true, mayLackSecrets: false }
  await expect(restore(settings, replacing)).rejects.toThrow(/secrets lacks .*site\.json/)
  writeFileSync(site2, kept)
  await expect(restore(settings, replacing)).resolves.toMatchObject({ cancelled: [] })
})

test('a login that owns its database and is no superuser can back up and restore', async () => {
  const target = await freshDatabase()
  const login = await plainLogin(target, 'createrole')
  undo.push(
    () => login.remove(),
    () => target.drop(),
  )
  const folder = newFolder(site.dataDir)
  undo.push(folder.remove)
  const settings = settingsOf({ dataDir: folder.dataDir, url: login.url })
  await asOwner(target, (client) =>
    client.query(`grant kith_app, kith_site, kith_queue, kith_collector to ${login.name} with admin option`),
  )
  const first = await restore(settings, { file, ...plainly })
  const again = join(place.dataDir, 'plain.kith')
  const { rows } = await backUp(settings, { file: again, mayReplace: false })
  // One entry of the log for each of two organisations.
  expect(rows).toBe(first.rows + 2)
  await restore(settings, { file: again, ...plainly, mayReplace: true })
})

test('a backup is for its owner’s eyes, replaces nothing unasked, and says when it was made', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await readdir(place.dataDir)).filter((name) => name.includes('.part'))).toEqual([])
  await expect(backUp(settingsFor(site), { file, mayReplace: false })).rejects.toThrow(/there already/)
  const now = new Date('2026-11-22T03:00:00Z')
  const other = join(place.dataDir, 'other.kith')
  const done = await backUp(
    settingsFor(site),
    { file: other, mayReplace: false },
    { clock: { now: () => now } },
  )
  expect(readLastBackup(site.dataDir)).toEqual({ at: now, rows: done.rows, bytes: statSync(other).size })
})
