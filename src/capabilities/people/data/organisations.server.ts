import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/ids.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import type { Actor } from '../domain/actor.ts'
import type { HostKind } from '../domain/roles.ts'
import { freeSlug } from '../domain/slug.ts'
import type { SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

export type Organisation = Actor['organisation']

type OrganisationRow = SiteTables['site.organisation'] & { is_commons: boolean }

export const presentOrganisation = (row: OrganisationRow): Organisation => ({
  id: row.id as OrganisationId,
  slug: row.slug,
  name: row.name,
  timeZone: row.time_zone,
  language: row.language,
  hostKind: row.host_kind as HostKind,
  isCommons: row.is_commons,
})

const rowsOf = (tx: SiteTx) =>
  of(tx)
    .selectFrom('site.organisation as o')
    .leftJoin('site.commons as c', 'c.organisation', 'o.id')
    .selectAll('o')
    .select((eb) => eb('c.organisation', 'is not', null).as('is_commons'))
    .$castTo<OrganisationRow>()

/** Makes an organisation with an address of its own; the same id again changes nothing but what was entered. */
export const saveOrganisation = async (
  tx: SiteTx,
  given: Omit<Organisation, 'slug' | 'isCommons'> & { createdOn: string },
): Promise<Organisation> => {
  // Two at once would otherwise find the same address free.
  await sql`select pg_advisory_xact_lock(hashtextextended('organisation slugs', 0))`.execute(tx)
  const others = await of(tx)
    .selectFrom('site.organisation')
    .select('slug')
    .where('id', '<>', given.id)
    .execute()
  const row = {
    id: given.id as string,
    slug: freeSlug({ name: given.name, taken: new Set(others.map(({ slug }) => slug)) }),
    name: given.name,
    language: given.language,
    time_zone: given.timeZone,
    host_kind: given.hostKind,
  }
  await of(tx)
    .insertInto('site.organisation')
    .values({ ...row, created_on: given.createdOn })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
  return presentOrganisation({ ...row, created_on: given.createdOn, is_commons: false })
}

export const findOrganisation = async (
  tx: SiteTx,
  by: { id: OrganisationId } | { slug: string },
): Promise<Organisation | undefined> => {
  const row = await ('id' in by
    ? rowsOf(tx).where('o.id', '=', by.id)
    : rowsOf(tx).where('o.slug', '=', by.slug)
  ).executeTakeFirst()
  return row && presentOrganisation(row)
}

export const listAllOrganisations = async (tx: SiteTx) =>
  (await rowsOf(tx).orderBy('o.name').execute()).map((row) => ({
    ...presentOrganisation(row),
    createdOn: row.created_on,
  }))
