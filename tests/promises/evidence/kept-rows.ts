import type { FreshDatabase } from '../../setup/database.ts'
import { asOwner } from './database-text.ts'

type Where = Pick<FreshDatabase, 'address'>

/** All rows of the tables that a backup holds, as sorted lines, with the columns that it leaves out taken away. */
export const keptRows = (
  where: Where,
  kept: Readonly<Record<string, 'whole' | 'never' | { without: readonly string[] }>>,
): Promise<Record<string, string[]>> =>
  asOwner(where, async (client) => {
    const found: Record<string, string[]> = {}
    for (const [name, rule] of Object.entries(kept)) {
      if (rule === 'never') continue
      const without = rule === 'whole' ? [] : rule.without
      const { rows } = await client.query<{ row: string }>(
        `select (to_jsonb(t) - $1::text[])::text as row from ${quote(name)} t`,
        [[...without]],
      )
      found[name] = rows.map(({ row }) => row).sort()
    }
    return found
  })

const quote = (name: string) => name.replace(/\.(.*)$/, '."$1"')

/** What makes a database safe: who may do what, policies, constraints, indexes. As lines, to be compared. */
export const rulesOf = (where: Where): Promise<string[]> =>
  asOwner(where, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `select 'table ' || c.oid::regclass || ' ' || c.relkind::text || ' ' || c.relrowsecurity || ' '
         || c.relforcerowsecurity || ' ' || coalesce((select string_agg(a::text, ' ' order by a::text)
           from unnest(c.relacl) a), '-') as line
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('org', 'site', 'queue') and c.relname !~ '^queue_stats_[0-9]' and c.relkind in ('r', 'p')
       union all select 'policy ' || p.polrelid::regclass || ' ' || p.polname || ' ' || p.polcmd::text || ' '
         || coalesce(pg_get_expr(p.polqual, p.polrelid), '-') || ' '
         || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '-') from pg_policy p
       union all select 'constraint ' || k.conrelid::regclass || ' ' || k.conname || ' ' || k.convalidated || ' '
         || pg_get_constraintdef(k.oid) from pg_constraint k join pg_namespace n on n.oid = k.connamespace
         where n.nspname in ('org', 'site')
       union all select 'index ' || pg_get_indexdef(x.indexrelid) from pg_index x join pg_class c on c.oid = x.indrelid
         join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('org', 'site')
       union all select 'schema ' || n.nspname || ' ' || coalesce(n.nspacl::text, '-') from pg_namespace n
         where n.nspname in ('org', 'site', 'queue')`,
    )
    return rows.map(({ line }) => line).sort()
  })
