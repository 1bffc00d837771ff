import type pg from 'pg'
import { type KeptTable, quoted } from './tables.server.ts'

/**
 * Makes tables ready to be filled in any order: empty, without foreign keys and indexes, and without row-level security for their
 * owner, who may be no superuser. Inside one transaction nobody ever sees them so.
 * @returns what puts all of it back, every foreign key checked against every row.
 */
export const openTables = async (
  client: pg.ClientBase,
  tables: readonly KeptTable[],
): Promise<() => Promise<void>> => {
  const names = tables.map(({ name }) => name)
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select n.nspname || '.' || c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
     where k.contype = 'f' and k.conparentid = 0 and n.nspname in ('org', 'site') order by 1, 2`,
  )
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select n.nspname || '.' || i.relname as name, pg_get_indexdef(i.oid) as definition
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
     where n.nspname in ('org', 'site') and not exists (select from pg_constraint k where k.conindid = i.oid)`,
  )
  const { rows: forced } = await client.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relforcerowsecurity and n.nspname || '.' || c.relname = any($1)`,
    [names],
  )
  for (const { table, name } of keys)
    await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`)
  for (const { name } of indexes) await client.query(`drop index ${quoted(name)}`)
  for (const { name } of forced) await client.query(`alter table ${quoted(name)} no force row level security`)
  await client.query(`truncate ${names.map(quoted).join(', ')}`)
  return async () => {
    for (const { definition } of indexes) await client.query(definition)
    for (const { table, name, definition } of keys)
      await client.query(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`)
    for (const { name } of forced) await client.query(`alter table ${quoted(name)} force row level security`)
  }
}
