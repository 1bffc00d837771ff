import { sql } from 'kysely'
import { isId, type MemberId } from '#kernel/ids.ts'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'
import type { Held, HeldFact } from '../domain/held.ts'
import { listAccess } from './access.server.ts'
import { findProfile } from './profiles.server.ts'

type Entry = Readonly<Record<string, HeldFact>>
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** Everything that an organisation’s tables of people hold about a member. */
export const readHeldByOrganisation = async (tx: Tx, member: MemberId): Promise<Held[]> => {
  const ask = async <Row>(rows: { execute(tx: Tx): Promise<{ rows: Row[] }> }) =>
    (await rows.execute(tx)).rows
  const listed = await ask(sql<Entry>`
    select m.name, m.email, u.name as team, m.profession, m.languages, m.language, m.start_on as "startOn",
      m.workplace, m.shift, b.name as manager,
      m.status, m.joined_on as "joinedOn", m.left_on as "leftOn"
    from org.member m
    left join org.unit u on u.organisation = m.organisation and u.id = m.unit
    left join org.member b on b.organisation = m.organisation and b.id = m.manager
    where m.id = ${member}::uuid`)
  const roles = await ask(sql<Entry>`
    select role, null as team from org.member_role where member = ${member}::uuid
    union all select 'lead', name from org.unit where lead = ${member}::uuid order by 1, 2`)
  const invitations = await ask(sql<{ kind: string; made_at: Date; expires_at: Date; used_at: Date | null }>`
    select kind, made_at, expires_at, used_at from org.invitation where member = ${member}::uuid order by made_at`)
  const letters = await ask(sql<{ kind: string; queued_at: Date; sent_at: Date | null }>`
    select kind, queued_at, sent_at from org.message where member = ${member}::uuid order by queued_at`)
  const uploads = await ask(sql<{ file_name: string; expires_at: Date }>`
    select file_name, expires_at from org.roster_upload where uploaded_by = ${member}::uuid order by expires_at`)
  const audit = await ask(sql<{
    number: number
    at: Date
    act: string
    facts: string
    by_her: boolean
    about_her: boolean
  }>`
    select number, at, act, facts, coalesce(actor = ${member}::uuid, false) as by_her,
      coalesce(facts::jsonb ->> 'member' = ${member}, false) as about_her from org.audit_entry
    where actor = ${member}::uuid or facts::jsonb ->> 'member' = ${member} order by number`)
  return [
    { group: 'staff-list', entries: listed },
    { group: 'profile', entries: await profileEntry(tx, member) },
    { group: 'roles', entries: roles },
    {
      group: 'invitations',
      entries: invitations.map((row) => ({
        way: row.kind,
        madeAt: iso(row.made_at),
        expiresAt: iso(row.expires_at),
        usedAt: iso(row.used_at),
      })),
    },
    {
      group: 'letters',
      entries: letters.map((row) => ({
        kind: row.kind,
        madeAt: iso(row.queued_at),
        sentAt: iso(row.sent_at),
      })),
    },
    { group: 'access', entries: await listAccess(tx, member) },
    {
      group: 'uploads',
      entries: uploads.map((row) => ({ file: row.file_name, expiresAt: iso(row.expires_at) })),
    },
    {
      group: 'audit',
      entries: audit.map(({ number, at, act, facts, by_her, about_her }) => ({
        number,
        at: iso(at),
        act,
        byHer: by_her,
        aboutHer: about_her,
        ...withoutIds(facts),
      })),
    },
  ]
}

/** What was noted with an act; whom else it was about stays with them. */
const withoutIds = (facts: string): Entry =>
  Object.fromEntries(Object.entries(JSON.parse(facts) as Entry).filter(([, value]) => !isId(value)))

const profileEntry = async (tx: Tx, member: MemberId): Promise<Entry[]> => {
  const { version, quietHours, ...said } = await findProfile(tx, member)
  if (version === 0) return []
  return [{ ...said, quietFrom: quietHours?.from ?? null, quietUntil: quietHours?.until ?? null }]
}

/** Everything that the site’s own tables hold about an account. */
export const readHeldBySite = async (tx: SiteTx, userId: string): Promise<Held[]> => {
  const ask = async <Row>(rows: { execute(tx: SiteTx): Promise<{ rows: Row[] }> }) =>
    (await rows.execute(tx)).rows
  const account = await ask(sql<{ name: string; email: string; createdAt: Date; operator: boolean }>`
    select u.name, u.email, u."createdAt", exists (select from site.operator o where o.user_id = u.id) as operator
    from site."user" u where u.id = ${userId}::uuid`)
  const passkeys = await ask(sql<{ name: string | null; createdAt: Date | null }>`
    select name, "createdAt" from site.passkey where "userId" = ${userId}::uuid order by "createdAt"`)
  const provider = await ask(sql<Entry>`
    select issuer, subject from site.provider_identity where user_id = ${userId}::uuid order by issuer`)
  const sessions = await ask(sql<{ createdAt: Date; expiresAt: Date }>`
    select "createdAt", "expiresAt" from site.session where "userId" = ${userId}::uuid order by "createdAt"`)
  const places = await ask(sql<Entry>`
    select o.name as organisation from site.membership m join site.organisation o on o.id = m.organisation
    where m.user_id = ${userId}::uuid order by o.name`)
  return [
    {
      group: 'account',
      entries: account.map((row) => ({
        name: row.name,
        email: row.email,
        madeAt: iso(row.createdAt),
        isOperator: row.operator,
      })),
    },
    {
      group: 'passkeys',
      entries: passkeys.map((row) => ({ name: row.name, madeAt: iso(row.createdAt) })),
    },
    { group: 'provider', entries: provider },
    {
      group: 'sessions',
      entries: sessions.map((row) => ({ madeAt: iso(row.createdAt), expiresAt: iso(row.expiresAt) })),
    },
    { group: 'places', entries: places },
  ]
}
