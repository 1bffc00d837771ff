import type pg from 'pg'
import { tableKinds } from '../database/table-kinds.ts'
import { inBackup, type Kept } from './in-backup.ts'

export type KeptTable = { name: string; isOrganisations: boolean; columns: readonly string[] }

/** The schemas that are Kith's own, which a restore makes anew. */
export const ownSchemas: readonly string[] = [
  ...new Set(
    Object.values(tableKinds)
      .flat()
      .map((name) => name.split('.')[0] ?? ''),
  ),
]

const organisations: readonly string[] = tableKinds.organisation
const isKept = (name: string): name is Kept => name in inBackup
const isLeftOut = (table: string, column?: string): boolean => {
  const rule = isKept(table) ? inBackup[table] : 'never'
  if (rule === 'whole' || rule === 'never') return rule === 'never'
  return column !== undefined && rule.without.includes(column)
}

export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')

/**
 * The tables that belong into a backup, and their columns, as this database has them: one of an older Kith may lack some.
 * @throws a sentence for the operator when it has tables that this Kith does not know.
 */
export const keptTables = async (client: pg.ClientBase): Promise<KeptTable[]> => {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select n.nspname || '.' || c.relname as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('org', 'site') and c.relkind in ('r', 'p') order by 1`,
  )
  const strange = rows.filter(({ name }) => !isKept(name)).map(({ name }) => name)
  if (strange.length > 0)
    throw new Error(
      `The database was made by a newer Kith (${strange.join(', ')}). Bring Kith up to date first.`,
    )
  return rows
    .filter(({ name }) => !isLeftOut(name))
    .map(({ name, columns }) => ({
      name,
      isOrganisations: organisations.includes(name),
      columns: columns.filter((column) => !isLeftOut(name, column)),
    }))
}
