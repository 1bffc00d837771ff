import { type RawBuilder, sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import {
  emptyProfile,
  type Profile,
  type QuietHours,
  type ShownField,
  shownFields,
  type WorkingPattern,
} from '../domain/profile.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

/** How colleagues see a member `m` whose profile, where she has one, is joined as `p`. */
export const nameForColleagues: RawBuilder<string> = sql`coalesce(
  case when 'chosen-name' = any(p.shown) then p.chosen_name end, m.name)`

export const findProfile = async (tx: Tx, member: MemberId): Promise<Profile> => {
  const row = await of(tx)
    .selectFrom('org.profile')
    .selectAll()
    .where('member', '=', member)
    .executeTakeFirst()
  if (!row) return emptyProfile
  return {
    chosenName: row.chosen_name,
    profession: row.profession,
    languages: row.languages,
    workingPattern: row.working_pattern as WorkingPattern | null,
    quietHours: hoursOf(row),
    shown: shownFields.filter((field) => row.shown.includes(field)),
    version: row.version,
  }
}

const hoursOf = (row: { quiet_from: string | null; quiet_until: string | null }): QuietHours | null =>
  row.quiet_from === null || row.quiet_until === null
    ? null
    : { from: row.quiet_from.slice(0, 5), until: row.quiet_until.slice(0, 5) }

/** Writes a profile over the version that was looked at; false when there is a newer one by now. */
export const saveProfile = async (
  tx: Tx,
  given: { organisation: OrganisationId; member: MemberId; profile: Profile },
): Promise<boolean> => {
  const { profile } = given
  const { numInsertedOrUpdatedRows } = await of(tx)
    .insertInto('org.profile')
    .values({
      organisation: given.organisation,
      member: given.member,
      chosen_name: profile.chosenName,
      profession: profile.profession,
      languages: profile.languages && [...profile.languages],
      working_pattern: profile.workingPattern,
      quiet_from: profile.quietHours?.from ?? null,
      quiet_until: profile.quietHours?.until ?? null,
      shown: [...profile.shown],
      version: profile.version + 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation', 'member'])
        .doUpdateSet((eb) => ({
          chosen_name: eb.ref('excluded.chosen_name'),
          profession: eb.ref('excluded.profession'),
          languages: eb.ref('excluded.languages'),
          working_pattern: eb.ref('excluded.working_pattern'),
          quiet_from: eb.ref('excluded.quiet_from'),
          quiet_until: eb.ref('excluded.quiet_until'),
          shown: eb.ref('excluded.shown'),
          version: eb.ref('excluded.version'),
        }))
        .where('org.profile.version', '=', profile.version),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Who wants no messages when, of those given; whoever is missing said nothing. */
export const listQuietHours = async (
  tx: Tx,
  members: readonly MemberId[],
): Promise<Map<MemberId, QuietHours>> => {
  const { rows } = await sql<{ member: MemberId; quiet_from: string; quiet_until: string }>`
    select member, quiet_from, quiet_until from org.profile
    where quiet_from is not null and member = any(${[...members]}::uuid[])`.execute(tx)
  return new Map(
    rows.flatMap((row) => {
      const hours = hoursOf(row)
      return hours ? [[row.member, hours] as const] : []
    }),
  )
}

/** A person as her colleagues may see her: her name always, the rest where she lets them. */
export type Colleague = {
  name: string
  profession: string | null
  languages: readonly string[]
  workingPattern: WorkingPattern | null
}

/** Those given who are still there, each as her colleagues may see her: in her own words before the staff list's. */
export const listColleagues = async (
  tx: Tx,
  members: readonly MemberId[],
): Promise<Map<MemberId, Colleague>> => {
  const { rows } = await sql<Colleague & { id: MemberId }>`
    select m.id, ${nameForColleagues} as name,
      case when 'profession' = any(p.shown) then coalesce(p.profession, m.profession) end as profession,
      case when 'languages' = any(p.shown) then coalesce(p.languages, m.languages) else '{}' end as languages,
      case when 'working-pattern' = any(p.shown) then p.working_pattern end as "workingPattern"
    from org.member m left join org.profile p on p.organisation = m.organisation and p.member = m.id
    where m.id = any(${[...members]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, ...colleague }) => [id, colleague]))
}

/** What people, of those given, said themselves and show: a staff list changes its own words beside them, not these. */
export const listOwnWords = async (
  tx: Tx,
  members: readonly string[],
): Promise<Map<string, ReadonlySet<ShownField>>> => {
  const { rows } = await sql<{ member: string; fields: ShownField[] }>`
    select member, array_remove(array[
      case when chosen_name is not null and 'chosen-name' = any(shown) then 'chosen-name' end,
      case when profession is not null and 'profession' = any(shown) then 'profession' end,
      case when languages is not null and 'languages' = any(shown) then 'languages' end], null) as fields
    from org.profile where member = any(${[...members]}::uuid[])`.execute(tx)
  return new Map(rows.flatMap(({ member, fields }) => (fields.length > 0 ? [[member, new Set(fields)]] : [])))
}
