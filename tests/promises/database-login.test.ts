import { afterAll, expect, test } from 'vitest'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { migrate, migrationNames } from '#platform/database/migrate.server.ts'
import { makeDataFolder } from '../rehearsal/own-folder.ts'
import { freshDatabase } from '../setup/database.ts'
import { addressOf, onMaintenance, startPackaged, urlOf } from '../setup/throw-away-server.ts'
import { asOwner, listTables } from './evidence/database-text.ts'
import { type PlainLogin, plainLogin } from './evidence/plain-login.ts'

const undo: (() => unknown)[] = []
afterAll(async () => {
  for (const step of undo.reverse()) await step()
})

/** A database with nothing in it that belongs to a login of ordinary rights, as an administrator hands one over. */
const handedOver = async (attributes: string): Promise<PlainLogin> => {
  const fresh = await freshDatabase()
  const login = await plainLogin(fresh, attributes)
  undo.push(
    () => fresh.drop(),
    () => login.remove(),
  )
  return login
}
const start = ({ url }: PlainLogin) => migrate({ address: externalAddress(url) })
const sentenceOf = async (login: PlainLogin): Promise<string> =>
  start(login).then(
    () => 'started',
    (error: Error) => error.message,
  )
const askedFor = (sentence: string): string => sentence.split('start again: ')[1] ?? ''
const laterThan15 = (login: PlainLogin) =>
  asOwner(login.fresh, async (client) => {
    const { rows } = await client.query(`select current_setting('server_version_num')::int >= 160000 as is`)
    return rows[0].is === true
  })

test('a login that may create roles needs no more where it made them, and where it has a say over them', async () => {
  const login = await handedOver('createrole')
  await asOwner(login.fresh, (client) =>
    client.query(`grant kith_app, kith_site, kith_queue, kith_collector to ${login.name} with admin option`),
  )
  expect(await start(login)).toEqual(migrationNames())
  for (const role of ['app', 'site', 'queue'] as const) {
    const stepped = { ...login.fresh.address, forRole: () => externalAddress(login.url).forRole(role) }
    const { rows } = await asOwner({ address: stepped }, (client) =>
      client.query('select current_user as name'),
    )
    expect(rows).toEqual([{ name: `kith_${role}` }])
  }
})

test('on a server without Kith’s roles such a login makes them', async () => {
  const folder = makeDataFolder()
  const engine = await startPackaged(folder.dataDir)
  undo.push(folder.remove, () => engine.stop())
  const place = { socketFolder: engine.socketFolder, port: engine.port }
  await onMaintenance(place, 'create database empty')
  const empty = {
    name: 'empty',
    url: urlOf({ place, database: 'empty' }),
    address: addressOf({ place, database: 'empty' }),
  }
  const login = await plainLogin(empty, 'createrole')
  expect(await start(login)).toEqual(migrationNames())
  expect(await start(login)).toEqual([])
})

test('from PostgreSQL 16 on, a login without a say over roles that somebody else made is told what to ask for', async () => {
  const login = await handedOver('createrole')
  const sentence = await sentenceOf(login)
  if (!(await laterThan15(login))) return expect(sentence).toBe('started')
  expect(sentence).toBe(
    `The user ${login.name} of DATABASE_URL may not do what Kith needs, and nothing was changed. Let an administrator of the database run this, then start again: grant kith_app, kith_site, kith_queue, kith_collector to ${login.name} with admin option;`,
  )
  expect(await asOwner(login.fresh, listTables)).toEqual([])
  await asOwner(login.fresh, (client) => client.query(askedFor(sentence)))
  expect(await start(login)).toEqual(migrationNames())
})

test('a login that may create no roles is told what to ask for, and what it is given need not stay', async () => {
  const login = await handedOver('nocreaterole')
  const sentence = await sentenceOf(login)
  expect(sentence).toMatch(
    /^The user \S+ of DATABASE_URL may not do what Kith needs, and nothing was changed\./,
  )
  expect(askedFor(sentence)).toContain(`alter role ${login.name} createrole;`)
  expect(await asOwner(login.fresh, listTables)).toEqual([])
  await asOwner(login.fresh, (client) => client.query(askedFor(sentence)))
  expect(await start(login)).toEqual(migrationNames())

  await asOwner(login.fresh, (client) =>
    client.query(
      `alter role ${login.name} nocreaterole; revoke admin option for kith_app, kith_site, kith_queue, kith_collector from ${login.name}`,
    ),
  )
  expect(await sentenceOf(login)).toBe('started')
})

test('a login that may not make anything in the database is told what to ask for', async () => {
  const login = await handedOver('createrole')
  await asOwner(login.fresh, (client) =>
    client.query(`alter database ${login.fresh.name} owner to current_user`),
  )
  const sentence = await sentenceOf(login)
  expect(askedFor(sentence)).toContain(`grant create on database ${login.fresh.name} to ${login.name};`)
  await asOwner(login.fresh, (client) => client.query(askedFor(sentence)))
  expect(await start(login)).toEqual(migrationNames())
})
