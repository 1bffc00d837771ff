import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { addressIn, makeDataFolder, startOwnDatabase } from '../rehearsal/own-folder.ts'
import { openPostBox, type PostBox } from '../rehearsal/post-box.ts'
import { type OpenSite, openSite } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'
import { asOwner, databaseText, rowCounts } from './evidence/database-text.ts'

const folder = makeDataFolder()
const address = addressIn(folder.dataDir)
let engine: Awaited<ReturnType<typeof startOwnDatabase>>
let site: OpenSite
let clinic: Clinic
let box: PostBox
let ballots: Uint8Array<ArrayBuffer>[]
beforeAll(async () => {
  engine = await startOwnDatabase(folder.dataDir)
  site = await openSite({ address, dataDir: folder.dataDir, now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 35, Maternity: 45 } })
  const wave = await openWave({ site, actor: clinic.lead })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  ballots = (await ballotsOf({ checkins: site.checkins, wave, actors })).map(({ ballot }) => ballot)
  box = await openPostBox(site)
})
afterAll(async () => {
  await box.close()
  await site.end()
  await engine.stop()
  folder.remove()
})

const collect = async (some: typeof ballots) => {
  for (const body of some) expect(await box.send({ body })).toMatchObject({ code: 'received' })
}

test('fifty people answer, and no table of the database has a row more, less or changed', async () => {
  const before = { counts: await rowCounts({ address }), text: await databaseText({ address }) }
  expect(before.counts['org.issuance']).toBe(80)
  expect(Object.keys(before.counts).length).toBeGreaterThan(20)
  await collect(ballots.slice(0, 50))
  expect(await rowCounts({ address })).toEqual(before.counts)
  expect(await databaseText({ address })).toBe(before.text)
})

test('the database’s own journal does not move when people answer', async () => {
  const moves: boolean[] = []
  // The server's own housekeeping writes now and then; whatever a ballot caused would be there each time.
  for (let at = 50; at < 80 && !moves.includes(false); at += 10) {
    const before = await journalEnd()
    await collect(ballots.slice(at, at + 10))
    moves.push((await journalEnd()) !== before)
  }
  expect(moves).toContain(false)
})

test('the same look at the journal sees a single row that is written', async () => {
  const before = await journalEnd()
  await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx
      .withTables<{ 'org.unit': { organisation: string; id: string; name: string; position: number } }>()
      .insertInto('org.unit')
      .values({ organisation: clinic.organisation.id, id: crypto.randomUUID(), name: 'New', position: 9 })
      .execute(),
  )
  expect(await journalEnd()).not.toBe(before)
})

const journalEnd = () =>
  asOwner({ address }, async (client) => {
    const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn')
    return rows[0]?.lsn
  })
