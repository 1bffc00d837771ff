import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clinic, makeClinic } from '#tests/rehearsal/clinic.ts'
import { type Rehearsal, rehearse } from '#tests/rehearsal/site.ts'
import { announcedWave, times } from '#tests/rehearsal/wave.ts'
import type { Checkins } from '../../checkins.server.ts'
import { areAllLines, readGroupLines as readGroupLinesOf } from '../../domain/manifest/group-lines.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import { readPackets } from '../read-packets.server.ts'
import { readGroupLines } from './read-group-lines.server.ts'
import { readPublicPage } from './read-public-chain.server.ts'

let site: Rehearsal
let clinic: Clinic
let manifest: Manifest
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, {
    sizes: { Surgery: 24, Maternity: 12, 'Wards A': 9, 'Wards B': 9 },
  })
  await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    // Two units of one name in two places, as wards have.
    const [, , a, b] = clinic.units
    for (const [at, parent] of [a?.id, b?.id].entries()) {
      const id = crypto.randomUUID()
      await sql`insert into org.unit (organisation, id, parent, name, position)
        values (${clinic.organisation.id}::uuid, ${id}::uuid, ${parent}::uuid, ${at === 0 ? 'Night team' : 'NIGHT team'}, 0)`.execute(
        tx,
      )
      await sql`update org.member set unit = ${id}::uuid where unit = ${parent}::uuid`.execute(tx)
    }
    await sql`update org.member set profession = 'Doctor' where name like '%1'`.execute(tx)
  })
  const paper = clinic.units.filter(({ name }) => name === 'Maternity').map(({ id }) => id)
  await announcedWave({ site, actor: clinic.lead, form: { paper, furtherTables: ['profession'] } })
  const { entries } = await readPublicPage(
    { from: 1 },
    { checkins: site.checkins, organisation: clinic.organisation },
  )
  manifest = JSON.parse(entries[0]?.body ?? '') as Manifest
}, 120_000)
afterAll(() => site.end())

const ask = (of: number, checkins: Pick<Checkins, 'database'> = site.checkins) =>
  readGroupLines({ of }, { checkins, organisation: clinic.organisation.id })
const linesOf = async (of: number) => {
  const served = await ask(of)
  return served && readGroupLinesOf(JSON.parse(served.text), of)
}

test('anybody reads every group of every table of an announcement, paper and further tables too, and it adds up', async () => {
  const lines = await linesOf(1)
  expect(manifest.tables.length).toBeGreaterThan(1)
  expect(lines?.tables.map(({ length }) => length)).toEqual(manifest.tables.map(({ groups }) => groups))
  expect(lines?.tables[0]?.filter((line) => line.includes(' paper '))).toHaveLength(1)
  expect(await areAllLines(manifest, lines?.tables ?? [])).toBe(true)
  expect(await linesOf(2)).toBeUndefined()
})

test('no name stands in what anybody reads: neither of people, nor of units, nor of a profession', async () => {
  const text = JSON.stringify(await linesOf(1)).toLowerCase()
  for (const name of ['surgery', 'maternity', 'night', 'nurse', 'doctor']) expect(text).not.toContain(name)
})

test('units of one name in two places are shown apart, so that nobody takes one for the other', async () => {
  const shown = new Set<string>()
  for (const name of ['Wards A 1', 'Wards B 1']) {
    const member = clinic.members.find((one) => one.name === name)
    if (!member) throw new Error('Nobody is called so.')
    const [packet] = await readPackets({ checkins: site.checkins, actor: clinic.actorOf(member.id) })
    for (const unit of packet?.units ?? []) shown.add(unit)
  }
  expect(shown).toEqual(new Set(['Night team, Wards A', 'NIGHT team, Wards B']))
})

test('however many ask for the groups of an announcement, and whoever, they are read and compressed once', async () => {
  let looks = 0
  const database = new Proxy(site.database, {
    get: (target, name) => {
      if (name === 'inOrganisation') looks++
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(1, { database })))
  expect([looks, new Set(answers).size]).toEqual([1, 1])
  const [served] = answers
  expect(served && gunzipSync(served.gzip).toString()).toBe(served?.text)
  // Asking for what is not there keeps nothing, and many others do not fill the memory for ever.
  for (let of = 2; of < 12; of++) expect(await ask(of, { database })).toBeUndefined()
  expect(await ask(1, { database })).toBe(served)
})
