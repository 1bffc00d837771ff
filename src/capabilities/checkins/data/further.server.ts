import { sql } from 'kysely'
import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { MerklePath } from '../domain/manifest/merkle.ts'
import { reportingGroupsTable } from '../domain/wave.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

export type StoredCategory = {
  attribute: string
  id: string
  name: string
  position: number
  eligible: number
  /** Sorted names; null where the category is too large to be read. */
  people: readonly string[] | null
  members: readonly MemberId[]
}
export type StoredTableKey = {
  table: string
  attribute: string
  block: string
  category: string
  keyId: Buffer
  spki: Buffer
  entry: string
  path: MerklePath
}

/** Keeps the further tables of a wave as they were announced. Everyone as one category has no placings: all are in it. */
export const insertFurther = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    wave: WaveId
    categories: readonly StoredCategory[]
    keys: readonly StoredTableKey[]
  },
): Promise<void> => {
  const { organisation, wave, categories, keys } = given
  if (keys.length === 0) return
  await of(tx)
    .insertInto('org.wave_category')
    .values(
      categories.map(({ members: _, people, ...category }) => ({
        organisation,
        wave,
        ...category,
        people: people && [...people],
      })),
    )
    .execute()
  const placings = categories
    .filter(({ attribute }) => attribute !== 'everyone')
    .flatMap(({ attribute, id, members }) => members.map((member) => ({ attribute, id, member })))
  await sql`insert into org.wave_placing (organisation, wave, member, attribute, category)
    select ${organisation}::uuid, ${wave}::uuid, t.member, t.attribute, t.category
    from unnest(${placings.map(({ member }) => member)}::uuid[], ${placings.map(({ attribute }) => attribute)}::text[],
      ${placings.map(({ id }) => id)}::text[]) as t (member, attribute, category)`.execute(tx)
  // A few hundred at a time: a statement may carry 65,535 values.
  for (let at = 0; at < keys.length; at += 500) {
    await of(tx)
      .insertInto('org.wave_table_key')
      .values(
        keys.slice(at, at + 500).map((key) => ({
          organisation,
          wave,
          published_table: key.table,
          attribute: key.attribute,
          block: key.block,
          category: key.category,
          key_id: key.keyId,
          spki: key.spki,
          entry: key.entry,
          path: JSON.stringify(key.path),
        })),
      )
      .execute()
  }
}

/** Every key of the further tables of a wave, with how many people use it. */
export const listTableKeys = (tx: Tx, wave: WaveId) =>
  of(tx)
    .selectFrom('org.wave_table_key as k')
    .innerJoin('org.wave_category as c', (join) =>
      join
        .onRef('c.organisation', '=', 'k.organisation')
        .onRef('c.wave', '=', 'k.wave')
        .onRef('c.attribute', '=', 'k.attribute')
        .onRef('c.id', '=', 'k.category'),
    )
    .select(['k.published_table', 'k.block', 'k.category', 'k.key_id', 'k.spki', 'c.eligible'])
    .where('k.wave', '=', wave)
    .orderBy('k.published_table')
    .orderBy('c.position')
    .execute()

/** The key by which this person answers a further table; undefined where the wave has no such table. */
export const findTableKey = async (
  tx: Tx,
  of: { wave: WaveId; table: string; member: MemberId },
): Promise<Buffer | undefined> => {
  const { rows } = await sql<{ key_id: Buffer }>`
    select k.key_id from org.wave_table_key k
    left join org.wave_placing p on p.organisation = k.organisation and p.wave = k.wave
      and p.attribute = k.attribute and p.category = k.category and p.member = ${of.member}::uuid
    where k.wave = ${of.wave}::uuid and k.published_table = ${of.table}
      and (k.attribute = 'everyone' or p.member is not null)`.execute(tx)
  return rows[0]?.key_id
}

/** How many people of each category were given a ticket of each further table; tables of which nobody was are left out. */
export const countTableTickets = async (
  tx: Tx,
  wave: WaveId,
): Promise<{ table: string; category: string; tickets: number }[]> => {
  const { rows } = await sql<{ table: string; category: string; tickets: number }>`
    select k.published_table as "table", k.category, count(i.member)::int as tickets
    from org.wave_table_key k
    join org.issuance i on i.organisation = k.organisation and i.wave = k.wave
      and i.published_table = k.published_table
    left join org.wave_placing p on p.organisation = k.organisation and p.wave = k.wave
      and p.attribute = k.attribute and p.category = k.category and p.member = i.member
    where k.wave = ${wave}::uuid and (k.attribute = 'everyone' or p.member is not null)
    group by k.published_table, k.category`.execute(tx)
  return rows
}

export type FurtherRow = {
  wave: string
  attribute: string
  category: string
  entry: string
  path: MerklePath
  people: string[] | null
}

/** Every group of every table of a wave, in the order in which they stand under its roots. */
export const listEntriesOfWave = async (
  tx: Tx,
  wave: WaveId,
): Promise<{ table: string; entry: string }[]> => {
  const { rows } = await sql<{ table: string; entry: string }>`
    select ${reportingGroupsTable} as "table", g.entry, g.position
    from org.wave_group g where g.wave = ${wave}::uuid
    union all
    select k.published_table, k.entry, c.position
    from org.wave_table_key k
    join org.wave_category c on c.organisation = k.organisation and c.wave = k.wave
      and c.attribute = k.attribute and c.id = k.category
    where k.wave = ${wave}::uuid
    order by 1, 3`.execute(tx)
  return rows
}

/** The lines of every further table by which somebody answers, in the order of the tables. */
export const listFurtherRows = async (
  tx: Tx,
  asked: { wave: string; member: string },
): Promise<FurtherRow[]> => {
  const { rows } = await sql<FurtherRow>`
    select k.wave, k.attribute, k.category, k.entry, k.path, c.people
    from org.wave_table_key k
    join org.wave_category c on c.organisation = k.organisation and c.wave = k.wave
      and c.attribute = k.attribute and c.id = k.category
    left join org.wave_placing p on p.organisation = k.organisation and p.wave = k.wave
      and p.attribute = k.attribute and p.category = k.category and p.member = ${asked.member}::uuid
    where k.wave = ${asked.wave}::uuid and (k.attribute = 'everyone' or p.member is not null)
    order by k.published_table`.execute(tx)
  return rows
}

/** Who was placed in which category of each attribute, of one wave. */
export const listPlacings = (tx: Tx, wave: WaveId) =>
  of(tx)
    .selectFrom('org.wave_placing')
    .select(['member', 'attribute', 'category'])
    .where('wave', '=', wave)
    .execute()

/** Forgets who was named in the categories of a check-in that is over. */
export const forgetCategoryNames = async (tx: Tx, wave: string): Promise<void> => {
  await sql`update org.wave_category set people = null where wave = ${wave}::uuid and people is not null`.execute(
    tx,
  )
}
