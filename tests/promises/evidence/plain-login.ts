import type { FreshDatabase } from '../../setup/database.ts'
import { asOwner } from './database-text.ts'

export type PlainLogin = {
  name: string
  url: string
  fresh: Pick<FreshDatabase, 'address' | 'name' | 'url'>
  remove(): Promise<void>
}

/**
 * Empties a database and hands it to somebody who is no superuser. It is entered through the tests' own login, which
 * steps down before anything else: the rights are those of whom it stepped down to.
 */
export const plainLogin = async (fresh: PlainLogin['fresh'], attributes: string): Promise<PlainLogin> => {
  const name = `kith_test_plain_${crypto.randomUUID().slice(0, 8)}`
  await asOwner(fresh, async (client) => {
    await client.query(`create role ${name} ${attributes}`)
    await client.query('drop schema if exists org, site, queue, migration cascade')
    await client.query(`alter database ${fresh.name} owner to ${name}`)
  })
  const url = new URL(fresh.url)
  url.searchParams.set('options', `-c role=${name}`)
  return {
    name,
    url: url.href,
    fresh,
    remove: () =>
      asOwner(fresh, async (client) => {
        await client.query(`reassign owned by ${name} to current_user`)
        await client.query(`drop owned by ${name}`)
        await client.query(`drop role ${name}`)
      }),
  }
}
