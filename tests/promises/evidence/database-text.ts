import pg from 'pg'
import type { FreshDatabase } from '../../setup/database.ts'

type Table = { schema: string; name: string }

/** Somebody who owns the whole database; row-level security is stepped over where the role may. */
export const asOwner = async <T>(
  fresh: Pick<FreshDatabase, 'address'>,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => {
  const client = new pg.Client(fresh.address.forRole('owner'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Every table of ours, whatever its kind. */
export const listTables = async (client: pg.Client): Promise<Table[]> => {
  const { rows } = await client.query<Table>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
     order by 1, 2`,
  )
  return rows
}

/** All rows of a table as somebody sees them who has the disk: the policies are taken off for the look, and stay. */
const readAll = async (client: pg.Client, table: Table, what: string) => {
  const name = `${client.escapeIdentifier(table.schema)}.${client.escapeIdentifier(table.name)}`
  await client.query('begin')
  await client.query(`alter table ${name} no force row level security`)
  const { rows } = await client.query(`select ${what} from ${name} t`)
  await client.query('rollback')
  return rows
}

/** Everything in the database as one text: each row of each table, bytes as hex; a schema may be left out. */
export const databaseText = (
  fresh: Pick<FreshDatabase, 'address'>,
  options: { without?: string } = {},
): Promise<string> =>
  asOwner(fresh, async (client) => {
    const texts: string[] = []
    for (const table of await listTables(client)) {
      if (table.schema === options.without) continue
      const rows = await readAll(client, table, 't::text as row')
      texts.push(`${table.schema}.${table.name}`, ...rows.map(({ row }) => String(row)))
    }
    return texts.join('\n')
  })

/** How many rows each table has, by its whole name. */
export const rowCounts = (fresh: Pick<FreshDatabase, 'address'>): Promise<Record<string, number>> =>
  asOwner(fresh, async (client) => {
    const counts: Record<string, number> = {}
    for (const table of await listTables(client)) {
      const [row] = await readAll(client, table, 'count(*)::int as n')
      counts[`${table.schema}.${table.name}`] = row?.n ?? 0
    }
    return counts
  })
