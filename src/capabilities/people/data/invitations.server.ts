import { sql } from 'kysely'
import type { InvitationId, MemberId, OrganisationId } from '#kernel/ids.ts'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'
import type { PeopleTables, SiteTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

export type Way = 'mail' | 'printed'
export type NewInvitation = { id: InvitationId; member: MemberId; hash: Buffer }

/** Who could be invited this way and holds nothing that still works: by mail only those with an address. */
export const listUninvited = async (tx: Tx, given: { way: Way; now: Date }): Promise<MemberId[]> => {
  const { rows } = await sql<{ id: MemberId }>`
    select m.id from org.member m
    where m.status = 'invited' and (${given.way} = 'printed' or m.email is not null)
      and not exists (
        select from org.invitation i
        where i.organisation = m.organisation and i.member = m.id and i.kind = ${given.way}
          and i.used_at is null and i.expires_at > ${given.now})
    order by m.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Replaces what these members hold of this kind and have not used. */
export const insertInvitations = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    way: Way
    madeAt: Date
    madeBy: MemberId
    expiresAt: Date
    invitations: readonly NewInvitation[]
  },
): Promise<void> => {
  const members = given.invitations.map(({ member }) => member)
  await sql`delete from org.invitation
    where member = any(${members}::uuid[]) and kind = ${given.way} and used_at is null`.execute(tx)
  await sql`insert into org.invitation
      (organisation, id, member, kind, secret_hash, made_at, made_by, expires_at)
    select ${given.organisation}::uuid, t.id, t.member, ${given.way}, t.hash, ${given.madeAt}, ${given.madeBy}::uuid,
      ${given.expiresAt}
    from unnest(
      ${given.invitations.map(({ id }) => id)}::uuid[], ${members}::uuid[],
      ${given.invitations.map(({ hash }) => hash)}::bytea[]) as t (id, member, hash)`.execute(tx)
}

/** Says in which organisation these are to be looked for, and forgets those that ran out. */
export const pointToOrganisation = async (
  tx: SiteTx,
  given: { organisation: OrganisationId; hashes: readonly Buffer[]; now: Date; expiresAt: Date },
): Promise<void> => {
  await sql`delete from site.invitation_organisation where expires_at < ${given.now}`.execute(tx)
  await sql`insert into site.invitation_organisation (secret_hash, organisation, expires_at)
    select t.hash, ${given.organisation}::uuid, ${given.expiresAt} from unnest(${[...given.hashes]}::bytea[]) as t (hash)
    on conflict do nothing`.execute(tx)
}

export const findOrganisationOf = async (tx: SiteTx, hash: Buffer): Promise<OrganisationId | undefined> =>
  (
    await tx
      .withTables<SiteTables>()
      .selectFrom('site.invitation_organisation')
      .select('organisation')
      .where('secret_hash', '=', hash)
      .executeTakeFirst()
  )?.organisation as OrganisationId | undefined

/** An invitation by what the person holds; locked, so that two presses of the button are one after the other. */
export const findInvitation = (tx: Tx, given: { hash: Buffer; lock: boolean }) => {
  const rows = of(tx)
    .selectFrom('org.invitation')
    .select(['id', 'member', 'kind', 'made_by', 'expires_at', 'sent_at', 'used_at'])
    .where('secret_hash', '=', given.hash)
  return (given.lock ? rows.forUpdate() : rows).executeTakeFirst()
}

export const findInvitationById = (tx: Tx, id: string) =>
  of(tx)
    .selectFrom('org.invitation')
    .select(['id', 'member', 'kind', 'made_by', 'expires_at', 'used_at'])
    .where('id', '=', id)
    .executeTakeFirst()

/** Says that a mail server took its letter: from then on the link proves the address. */
export const markInvitationSent = async (tx: Tx, given: { id: string; at: Date }): Promise<void> => {
  await of(tx).updateTable('org.invitation').set({ sent_at: given.at }).where('id', '=', given.id).execute()
}

/** Ends the letters of these members: each proves an address that is theirs no more. */
export const endLetters = async (tx: Tx, members: readonly string[]): Promise<void> => {
  await sql`delete from org.invitation
    where member = any(${[...members]}::uuid[]) and kind = 'mail' and used_at is null`.execute(tx)
}

/** Marks it used, and ends whatever else this member was invited by. */
export const useInvitation = async (
  tx: Tx,
  given: { id: string; member: MemberId; at: Date },
): Promise<void> => {
  await of(tx).updateTable('org.invitation').set({ used_at: given.at }).where('id', '=', given.id).execute()
  await of(tx)
    .deleteFrom('org.invitation')
    .where('member', '=', given.member)
    .where('used_at', 'is', null)
    .execute()
}

/** Printed codes that can still be used, by team and name. */
export const listPrinted = async (tx: Tx, given: { now: Date; limit: number; offset: number }) => {
  const { rows } = await sql<{
    id: InvitationId
    member: MemberId
    name: string
    unit: string | null
    expires_at: Date
    total: number
  }>`
    select i.id, m.id as member, m.name, u.name as unit, i.expires_at, count(*) over () as total
    from org.invitation i
    join org.member m on m.organisation = i.organisation and m.id = i.member
    left join org.unit u on u.organisation = m.organisation and u.id = m.unit
    where i.kind = 'printed' and i.used_at is null and i.expires_at > ${given.now}
    order by u.position nulls first, u.name, m.name_key, m.id
    limit ${given.limit} offset ${given.offset}`.execute(tx)
  return rows
}

export const listWaysUsed = (tx: Tx, member: MemberId) =>
  of(tx)
    .selectFrom('org.invitation')
    .select(['kind', 'made_at', 'used_at'])
    .where('member', '=', member)
    .orderBy('made_at', 'desc')
    .limit(20)
    .execute()

export type InvitationCounts = {
  joined: number
  waiting: number
  withoutEmail: number
  reachable: number
  mailOpen: number
  printedOpen: number
}

/** How far inviting has come: people, never who does what. */
export const countInvitations = async (tx: Tx, now: Date): Promise<InvitationCounts> => {
  const { rows } = await sql<InvitationCounts>`
    with open as (
      select distinct member, kind from org.invitation where used_at is null and expires_at > ${now})
    select
      count(*) filter (where m.status = 'active') as joined,
      count(*) filter (where m.status = 'invited') as waiting,
      count(*) filter (where m.status = 'invited' and m.email is null) as "withoutEmail",
      count(*) filter (where m.status = 'invited' and m.email is not null and mail.member is null) as reachable,
      count(mail.member) as "mailOpen",
      count(printed.member) as "printedOpen"
    from org.member m
    left join open mail on mail.member = m.id and mail.kind = 'mail'
    left join open printed on printed.member = m.id and printed.kind = 'printed'
    where m.status <> 'left'`.execute(tx)
  return rows[0] ?? { joined: 0, waiting: 0, withoutEmail: 0, reachable: 0, mailOpen: 0, printedOpen: 0 }
}
