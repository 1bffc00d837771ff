import { sql } from 'kysely'
import type { MemberId, UnitId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { isRole, type Role } from '../domain/roles.ts'
import { looseKey } from '../domain/roster/cells/text.ts'

export type PersonInList = {
  id: MemberId
  name: string
  /** What she wants to be called, where she lets colleagues see it. */
  chosenName: string | null
  unitName: string | null
  profession: string | null
  status: 'invited' | 'active' | 'left'
  hasEmail: boolean
  isInvited: boolean
  isUndeliverable: boolean
  roles: Role[]
  isLead: boolean
}

type Row = Omit<PersonInList, 'roles'> & { roles: string[] | null }

/**
 * One page of the staff list. `units` limits it to those teams, `text` to names that contain it, whatever their case
 * and accents. Those who left are only shown when asked for.
 */
export const searchPeople = async (
  tx: Tx,
  given: {
    text: string
    units: readonly UnitId[] | undefined
    status: 'invited' | 'active' | 'left' | undefined
    now: Date
    limit: number
    offset: number
  },
): Promise<{ total: number; people: PersonInList[] }> => {
  const key = looseKey(given.text).replace(/[\\%_]/g, '\\$&')
  const found = sql`from org.member m
    where ${given.status ? sql`m.status = ${given.status}` : sql`m.status <> 'left'`}
      ${
        key === ''
          ? sql``
          : sql`and (m.name_key like ${`%${key}%`} or exists (select from org.profile c
        where c.member = m.id and 'chosen-name' = any(c.shown) and lower(c.chosen_name) like ${`%${key}%`}))`
      }
      ${given.units ? sql`and m.unit = any(${[...given.units]}::uuid[])` : sql``}`
  const counted = await sql<{ total: number }>`select count(*) as total ${found}`.execute(tx)
  const { rows } = await sql<Row>`
    with page as (
      select m.organisation, m.id, m.name, m.name_key, m.unit, m.profession, m.status, m.email ${found}
      order by m.name_key, m.id limit ${given.limit} offset ${given.offset})
    select p.id, p.name, case when 'chosen-name' = any(c.shown) then c.chosen_name end as "chosenName", u.name as "unitName", p.profession, p.status, p.email is not null as "hasEmail",
      exists (select from org.invitation i where i.member = p.id and i.used_at is null and i.expires_at > ${given.now})
        as "isInvited",
      exists (select from org.message x where x.member = p.id and x.kind = 'invitation' and x.sent_at is null
        and x.failed_attempts > 0) as "isUndeliverable",
      (select array_agg(r.role order by r.role) from org.member_role r where r.member = p.id) as roles,
      exists (select from org.unit l where l.lead = p.id) as "isLead"
    from page p left join org.unit u on u.organisation = p.organisation and u.id = p.unit
    left join org.profile c on c.organisation = p.organisation and c.member = p.id
    order by p.name_key, p.id`.execute(tx)
  return {
    total: counted.rows[0]?.total ?? 0,
    people: rows.map((row) => ({ ...row, roles: (row.roles ?? []).filter(isRole) })),
  }
}

/** People of these units who have not left, by name: whom a select offers. */
export const listPeopleNear = async (
  tx: Tx,
  given: { units: readonly UnitId[]; but: MemberId | null },
): Promise<{ id: MemberId; name: string }[]> => {
  const { rows } = await sql<{ id: MemberId; name: string }>`
    select id, name from org.member
    where unit = any(${[...given.units]}::uuid[]) and status <> 'left' and id is distinct from ${given.but}::uuid
    order by name_key, id limit 300`.execute(tx)
  return rows
}
