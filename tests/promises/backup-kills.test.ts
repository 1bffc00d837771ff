import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inBackup } from '#platform/backup/in-backup.ts'
import { verifyBackup } from '#platform/backup/open-backup.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { backUp } from '../../src/entry/back-up.server.ts'
import { makeClinic } from '../rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { newFolder, settingsFor } from '../rehearsal/two-sites.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { asOwner } from './evidence/database-text.ts'
import { keptRows, rulesOf } from './evidence/kept-rows.ts'
import { killDuring } from './kills/order.ts'

const rounds = Math.max(3, Math.ceil(Number(process.env.KITH_KILLS ?? 12) / 3))
const timeout = 60_000 + rounds * 20_000
const old = join(import.meta.dirname, 'backups', 'format-1.backup')
const place = newFolder()
const large = join(place.dataDir, 'large.backup')
let site: Rehearsal

beforeAll(async () => {
  site = await rehearse({ now: '2026-11-20T09:00:00Z' })
  await makeClinic(site.database, { sizes: { Surgery: 12_000, Kitchen: 9_000 } })
  await backUp(settingsFor(site), { file: large, mayReplace: false })
}, 60_000)
afterAll(async () => {
  await site.end()
  place.remove()
})

/** The server needs a moment to see that its visitor is dead; until then a restore would be refused. */
const alone = async (fresh: FreshDatabase) => {
  const others = `select count(*)::int as n from pg_stat_activity where datname = current_database()
    and pid <> pg_backend_pid() and backend_type = 'client backend'`
  while ((await asOwner(fresh, (client) => client.query(others))).rows[0].n > 0) await pause(20)
}
/** Somewhere on the way; the last time, just after the operator was told that it is done. */
const moment = (round: number, within: number) =>
  round === rounds - 1 ? { after: /^done/, within: 20 } : { after: /^begun/, within }
const order = (fresh: FreshDatabase) => ({ url: fresh.url, dataDir: place.dataDir })

test(`a backup that is killed, ${rounds} times, leaves the one before, whole, and the next one clears up`, {
  timeout,
}, async () => {
  const on = { url: site.fresh.url, dataDir: site.dataDir }
  let told = 0
  for (let round = 0; round < rounds; round++) {
    const said = await killDuring({ ...on, errand: 'back-up', file: large }, moment(round, 1_500))
    if (said.includes('done')) told++
    await verifyBackup(large)
    expect(statSync(large).mode & 0o777).toBe(0o600)
  }
  await backUp(settingsFor(site), { file: large, mayReplace: true })
  expect(readdirSync(place.dataDir).filter((name) => name.includes('.part'))).toEqual([])
  expect(told).toBeGreaterThan(0)
  process.stdout.write(`${rounds} kills while backing up, ${told} of them after it was done\n`)
})

test(`a restore that is killed, ${rounds} times, leaves the old site or the new one, never half of one`, {
  timeout,
}, async () => {
  const fresh = await freshDatabase()
  const audit = 'org.audit_entry'
  const people = async () => {
    await alone(fresh)
    const rows = await keptRows(fresh, inBackup)
    // Each restore writes an entry of its own moment.
    const restored = rows[audit]?.filter((row) => row.includes('site-restored')) ?? []
    return { rows, members: rows['org.member']?.length, restored }
  }
  const sizes = { [old]: 22, [large]: 21_001 }
  let before = await people()
  let told = 0
  for (let round = 0; round < rounds; round++) {
    // The old file is the quicker one, and has the most migrations still to run.
    const file = round % 2 === 0 ? large : old
    const said = await killDuring({ ...order(fresh), errand: 'restore', file }, moment(round, 3_500))
    const after = await people()
    const isNew = after.restored.join() !== before.restored.join()
    if (isNew) {
      expect(after.members).toBe(sizes[file])
      expect(after.restored).toHaveLength(1)
      told++
    } else expect(after.rows).toEqual(before.rows)
    if (said.includes('done')) expect(isNew).toBe(true)
    before = after
  }
  expect(await rulesOf(fresh)).toEqual(await rulesOf(site.fresh))
  expect(told).toBeGreaterThan(0)
  process.stdout.write(`${rounds} kills while restoring, ${told} of them after it was committed\n`)
  await fresh.drop()
})

test(`a migration that is killed, ${rounds} times, is run again by the next start`, { timeout }, async () => {
  const wanted = await rulesOf(site.fresh)
  for (let round = 0; round < rounds; round++) {
    const fresh = await freshDatabase()
    await asOwner(fresh, (client) => client.query('drop schema org, site, queue, migration cascade'))
    await killDuring({ ...order(fresh), errand: 'migrate' }, { after: /^begun/, within: 500 })
    await alone(fresh)
    await migrate({ address: fresh.address, database: fresh.name })
    expect(await rulesOf(fresh)).toEqual(wanted)
    await fresh.drop()
  }
  process.stdout.write(`${rounds} kills while migrating\n`)
})
