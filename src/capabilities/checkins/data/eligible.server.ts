import { sql } from 'kysely'
import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { GroupWay } from '../domain/manifest/manifest.ts'
import type { MerklePath } from '../domain/manifest/merkle.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

export type StoredGroup = {
  id: string
  name: string
  position: number
  eligible: number
  keyId: Buffer
  spki: Buffer
  entry: string
  path: MerklePath
  /** The units whose people are counted here, in the order of the staff list. */
  unitNames: readonly string[]
  way: GroupWay
  /** Sorted names; null where the group is too large to be read. */
  people: readonly string[] | null
}

export const insertGroups = async (
  tx: Tx,
  given: { organisation: OrganisationId; wave: WaveId; groups: readonly StoredGroup[] },
): Promise<void> => {
  // A few hundred at a time: a statement may carry 65,535 values.
  for (let at = 0; at < given.groups.length; at += 500) {
    await of(tx)
      .insertInto('org.wave_group')
      .values(
        given.groups.slice(at, at + 500).map((group) => ({
          organisation: given.organisation,
          wave: given.wave,
          id: group.id,
          name: group.name,
          position: group.position,
          eligible: group.eligible,
          key_id: group.keyId,
          spki: group.spki,
          entry: group.entry,
          path: JSON.stringify(group.path),
          unit_names: [...group.unitNames],
          people: group.people && [...group.people],
          way: group.way,
        })),
      )
      .execute()
  }
}

export const insertEligible = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    wave: WaveId
    people: readonly { member: MemberId; group: string }[]
  },
): Promise<void> => {
  const members = given.people.map(({ member }) => member)
  const groups = given.people.map(({ group }) => group)
  await sql`insert into org.wave_eligible (organisation, wave, member, wave_group)
    select ${given.organisation}::uuid, ${given.wave}::uuid, t.member, t.wave_group
    from unnest(${members}::uuid[], ${groups}::text[]) as t (member, wave_group)`.execute(tx)
}

/** Of the entries of one person, the first that is asked in this wave, with the group it is counted in. */
export const findAskedEntry = async (
  tx: Tx,
  who: { wave: WaveId; entries: readonly MemberId[] },
): Promise<{ member: MemberId; group: string; way: GroupWay } | undefined> => {
  const { rows } = await sql<{ member: MemberId; group: string; way: GroupWay }>`
    select e.member, e.wave_group as group, g.way from org.wave_eligible e
    join org.wave_group g on g.organisation = e.organisation and g.wave = e.wave and g.id = e.wave_group
    where e.wave = ${who.wave}::uuid and e.member = any(${[...who.entries]}::uuid[])
    order by array_position(${[...who.entries]}::uuid[], e.member) limit 1`.execute(tx)
  return rows[0]
}

export const listGroups = (tx: Tx, wave: WaveId) =>
  of(tx).selectFrom('org.wave_group').selectAll().where('wave', '=', wave).orderBy('position').execute()

export const listEligible = async (tx: Tx, wave: WaveId): Promise<{ member: MemberId; group: string }[]> =>
  (
    await of(tx)
      .selectFrom('org.wave_eligible')
      .select(['member', 'wave_group'])
      .where('wave', '=', wave)
      .execute()
  ).map((row) => ({ member: row.member as MemberId, group: row.wave_group }))

/** The groups of waves that are answered on devices now or soon, with the texts that each one's browsers need. */
const groupsOnDevices = (tx: Tx) =>
  of(tx)
    .selectFrom('org.wave_group as g')
    .innerJoin('org.wave as w', (join) =>
      join.onRef('w.organisation', '=', 'g.organisation').onRef('w.id', '=', 'g.wave'),
    )
    .innerJoin('org.chain_entry as c', (join) =>
      join
        .onRef('c.organisation', '=', 'w.organisation')
        .onRef('c.wave', '=', 'w.id')
        .on('c.kind', '=', 'manifest'),
    )
    .leftJoin('org.head_line as h', (join) =>
      join
        .onRef('h.organisation', '=', 'g.organisation')
        .onRef('h.wave', '=', 'g.wave')
        .onRef('h.wave_group', '=', 'g.id'),
    )
    .select([
      'c.number as chain_number',
      'h.head',
      'h.line as head_line',
      'h.path as head_path',
      'w.id as wave',
      'w.title',
      'w.state',
      'w.opens_at',
      'w.closes_at',
      'w.manifest',
      'w.manifest_signature',
      'w.questions',
      'g.entry',
      'g.path',
      'g.unit_names',
      'g.people',
    ])
    .where('g.way', '=', 'devices')
    .where('w.state', 'in', ['announced', 'open'])

export type PacketRow = NonNullable<Awaited<ReturnType<typeof findCarriedRow>>>

/** Those that a person of these entries was asked in. */
export const listPacketsRows = (tx: Tx, entries: readonly MemberId[]) =>
  groupsOnDevices(tx)
    .innerJoin('org.wave_eligible as e', (join) =>
      join
        .onRef('e.organisation', '=', 'g.organisation')
        .onRef('e.wave', '=', 'g.wave')
        .onRef('e.wave_group', '=', 'g.id'),
    )
    .select('e.member')
    .where('e.member', 'in', [...entries])
    .orderBy('w.opens_at')
    .execute()

/** The one that has this key, for a device that nobody is signed in to. */
export const findCarriedRow = (tx: Tx, group: { wave: WaveId; keyId: Buffer }) =>
  groupsOnDevices(tx).where('w.id', '=', group.wave).where('g.key_id', '=', group.keyId).executeTakeFirst()

export const saveChanges = async (
  tx: Tx,
  given: { organisation: OrganisationId; wave: WaveId; changes: ReadonlyMap<string, number> },
): Promise<void> => {
  const units = [...given.changes.keys()]
  const counts = [...given.changes.values()]
  await sql`insert into org.wave_change (organisation, wave, unit, changed)
    select ${given.organisation}::uuid, ${given.wave}::uuid, t.unit, t.changed
    from unnest(${units}::text[], ${counts}::int[]) as t (unit, changed)`.execute(tx)
}

export const listChanges = async (tx: Tx, wave: WaveId): Promise<Map<string, number>> =>
  new Map(
    (
      await of(tx)
        .selectFrom('org.wave_change')
        .select(['unit', 'changed'])
        .where('wave', '=', wave)
        .execute()
    ).map((row) => [row.unit, row.changed]),
  )

export const findGroupKey = async (
  tx: Tx,
  which: { wave: WaveId; group: string },
): Promise<Buffer | undefined> =>
  (
    await of(tx)
      .selectFrom('org.wave_group')
      .select('key_id')
      .where('wave', '=', which.wave)
      .where('id', '=', which.group)
      .executeTakeFirst()
  )?.key_id

/** Removes the lists of waves that were over before a day and have a later one of their kind. Answers how many lines. */
export const deleteOldEligible = async (tx: Tx, before: Date): Promise<number> => {
  const old = sql`select w.id from org.wave w
    where w.state in ('released', 'cancelled') and w.closes_at < ${before}
      and (w.state = 'cancelled' or exists (
        select from org.wave later
        where later.instrument = w.instrument and later.state = 'released' and later.opens_at > w.opens_at
          and later.audience @> w.audience and later.audience <@ w.audience))`
  await sql`update org.wave_group set people = null where people is not null and wave in (${old})`.execute(tx)
  await sql`update org.wave_category set people = null where people is not null and wave in (${old})`.execute(
    tx,
  )
  const { numAffectedRows } = await sql`delete from org.wave_eligible where wave in (${old})`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
