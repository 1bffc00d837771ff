import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tableKinds } from '#platform/database/table-kinds.ts'
import { restore } from '../../src/entry/restore.server.ts'
import { newFolder, settingsOf } from '../rehearsal/two-sites.ts'
import { freshDatabase } from '../setup/database.ts'
import { asOwner } from './evidence/database-text.ts'

/**
 * One file of each format, and of each point of the migrations at which a version was released, written then and never
 * changed. A clinic that comes back after years with nothing but its last backup must find it readable.
 */
const folder = join(import.meta.dirname, 'backups')
const files = readdirSync(folder).filter((name) => name.endsWith('.backup'))

test('there is a file of the first format', () => {
  expect(files).toContain('format-1.backup')
})

test.each(files)(
  '%s, written by an earlier Kith, fills an empty database and is brought up to date',
  async (name) => {
    const fresh = await freshDatabase()
    const place = newFolder()
    const settings = settingsOf({ dataDir: place.dataDir, url: fresh.url })
    const given = { file: join(folder, name), mayReplace: false, mayLackSecrets: true }
    const done = await restore(settings, given)
    expect(done.cancelled).toEqual([{ organisation: 'Alder Bridge', title: 'Under way' }])
    const found = await asOwner(fresh, async (client) => {
      const { rows } = await client.query(
        `select (select count(*)::int from org.member) as people, (select count(*)::int from org.unit) as units,
         (select count(*)::int from site.passkey) as passkeys, (select count(*)::int from org.release) as releases,
         (select string_agg(state, ' ' order by title) from org.wave) as waves,
         (select profession from org.member where start_on = '0099-02-28') as profession`,
      )
      return rows[0]
    })
    expect(found).toEqual({
      people: 22,
      units: 3,
      passkeys: 1,
      releases: 1,
      waves: 'cancelled cancelled',
      profession: 'Tab\tnew\nline \\N \\. “é” 護 ,"\u0001',
    })
    await fresh.drop()
    place.remove()
  },
)

test('nothing that a backup does not carry is kept beside tables: there is no sequence to be set', async () => {
  const fresh = await freshDatabase()
  const schemas = [
    ...new Set([...tableKinds.organisation, ...tableKinds.site].map((name) => name.split('.')[0])),
  ]
  const { rows } = await asOwner(fresh, (client) =>
    client.query(
      `select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('S', 'm') and n.nspname = any($1)`,
      [schemas],
    ),
  )
  expect(rows).toEqual([])
  await fresh.drop()
})
