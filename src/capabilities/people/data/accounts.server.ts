import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { SiteTx } from '#platform/database/database.server.ts'
import { presentOrganisation } from './organisations.server.ts'
import type { SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

export const findAccountByEmail = (tx: SiteTx, email: string) =>
  of(tx).selectFrom('site.user').select(['id', 'name', 'email']).where('email', '=', email).executeTakeFirst()

export const findAccount = (tx: SiteTx, userId: string) =>
  of(tx).selectFrom('site.user').select(['id', 'name', 'email']).where('id', '=', userId).executeTakeFirst()

/**
 * An account that nobody came into yet: no place in any organisation, not an operator, no passkey. A joining that was
 * cut short leaves one behind.
 */
export const isUnclaimed = async (tx: SiteTx, userId: string): Promise<boolean> => {
  const { rows } = await sql<{ claimed: boolean }>`
    select exists (select from site.membership where user_id = ${userId}::uuid)
        or exists (select from site.operator where user_id = ${userId}::uuid)
        or exists (select from site.passkey where "userId" = ${userId}::uuid) as claimed`.execute(tx)
  return rows[0]?.claimed === false
}

/** Whether an account opens more than its place in this organisation: the site itself, or another one's doors. */
export const reachesFurther = async (
  tx: SiteTx,
  given: { userId: string; organisation: OrganisationId },
): Promise<boolean> => {
  const { rows } = await sql<{ further: boolean }>`
    select exists (select from site.operator where user_id = ${given.userId}::uuid)
        or exists (select from site.membership
          where user_id = ${given.userId}::uuid and organisation <> ${given.organisation}::uuid) as further`.execute(
    tx,
  )
  return rows[0]?.further !== false
}

export const findMembership = (
  tx: SiteTx,
  by: { userId: string; organisation: OrganisationId } | { member: MemberId; organisation: OrganisationId },
) => {
  const rows = of(tx)
    .selectFrom('site.membership')
    .select(['user_id', 'member'])
    .where('organisation', '=', by.organisation)
  return (
    'userId' in by ? rows.where('user_id', '=', by.userId) : rows.where('member', '=', by.member)
  ).executeTakeFirst()
}

/** Where an account stands in the organisation of an address; undefined where it has no place, or there is none. */
export const findPlace = async (tx: SiteTx, by: { userId: string; slug: string }) => {
  const row = await of(tx)
    .selectFrom('site.membership as m')
    .innerJoin('site.organisation as o', 'o.id', 'm.organisation')
    .leftJoin('site.operator as p', 'p.user_id', 'm.user_id')
    .leftJoin('site.commons as c', 'c.organisation', 'o.id')
    .selectAll('o')
    .select(['m.member', 'p.user_id as operator', 'c.organisation as commons'])
    .where('o.slug', '=', by.slug)
    .where('m.user_id', '=', by.userId)
    .executeTakeFirst()
  return (
    row && {
      organisation: presentOrganisation({ ...row, is_commons: row.commons !== null }),
      member: row.member as MemberId,
      isOperator: row.operator !== null,
    }
  )
}

/** Ties an account to a member, once. Answers whether it is so afterwards: either may already belong elsewhere. */
export const addMembership = async (
  tx: SiteTx,
  given: { userId: string; organisation: OrganisationId; member: MemberId },
): Promise<boolean> => {
  await of(tx)
    .insertInto('site.membership')
    .values({ user_id: given.userId, organisation: given.organisation, member: given.member })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findMembership(tx, given))?.member === given.member
}

export const removeMemberships = async (
  tx: SiteTx,
  given: { organisation: OrganisationId; members: readonly string[] },
): Promise<void> => {
  await sql`delete from site.membership
    where organisation = ${given.organisation}::uuid and member = any(${[...given.members]}::uuid[])`.execute(
    tx,
  )
}

export const listMemberships = async (tx: SiteTx, userId: string) =>
  (
    await of(tx)
      .selectFrom('site.membership as m')
      .innerJoin('site.organisation as o', 'o.id', 'm.organisation')
      .leftJoin('site.commons as c', 'c.organisation', 'o.id')
      .select(['o.id', 'o.slug', 'o.name', 'm.member', 'c.organisation as commons'])
      .where('m.user_id', '=', userId)
      .orderBy('o.name')
      .execute()
  ).map(({ commons, ...place }) => ({ ...place, isCommons: commons !== null }))

export const isOperator = async (tx: SiteTx, userId: string): Promise<boolean> =>
  (await of(tx)
    .selectFrom('site.operator')
    .select('user_id')
    .where('user_id', '=', userId)
    .executeTakeFirst()) !== undefined

/** The site's operator; the first, where there are several. */
export const findOperator = async (tx: SiteTx): Promise<string | undefined> =>
  (await of(tx).selectFrom('site.operator').select('user_id').orderBy('user_id').limit(1).executeTakeFirst())
    ?.user_id

export const hasOperator = async (tx: SiteTx): Promise<boolean> => (await findOperator(tx)) !== undefined

export const addOperator = async (tx: SiteTx, userId: string): Promise<void> => {
  await of(tx)
    .insertInto('site.operator')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
