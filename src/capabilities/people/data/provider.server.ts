import { sql } from 'kysely'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'
import type { PeopleTables, SiteTables } from './tables.ts'

const of = (tx: SiteTx) => tx.withTables<SiteTables>()

export const findProvider = (tx: SiteTx) =>
  of(tx)
    .selectFrom('site.identity_provider')
    .select(['issuer', 'client_id', 'button_name', 'is_on', 'sealed_secret'])
    .executeTakeFirst()

/** Keeps the provider. Another issuer begins switched off; without a new secret the old one stays. */
export const saveProvider = async (
  tx: SiteTx,
  given: { issuer: string; clientId: string; buttonName: string; sealedSecret: Buffer | undefined },
): Promise<void> => {
  const row = { issuer: given.issuer, client_id: given.clientId, button_name: given.buttonName }
  const secret = given.sealedSecret === undefined ? {} : { sealed_secret: given.sealedSecret }
  await of(tx)
    .insertInto('site.identity_provider')
    .values({ is_the_one: true, is_on: false, sealed_secret: null, ...row, ...secret })
    .onConflict((conflict) =>
      conflict.column('is_the_one').doUpdateSet({
        ...row,
        ...secret,
        is_on: sql<boolean>`identity_provider.is_on and identity_provider.issuer = ${given.issuer}`,
      }),
    )
    .execute()
}

export const turnProvider = async (tx: SiteTx, isOn: boolean): Promise<void> => {
  await of(tx).updateTable('site.identity_provider').set({ is_on: isOn }).execute()
}

type Named = { issuer: string; subject: string }

/** The account that somebody at a provider was found to be. */
export const findBound = async (tx: SiteTx, by: Named): Promise<string | undefined> =>
  (
    await of(tx)
      .selectFrom('site.provider_identity')
      .select('user_id')
      .where('issuer', '=', by.issuer)
      .where('subject', '=', by.subject)
      .executeTakeFirst()
  )?.user_id

/** Binds them, once. Answers whether it is so afterwards: either may be bound to somebody else. */
export const bind = async (tx: SiteTx, given: Named & { userId: string }): Promise<boolean> => {
  await of(tx)
    .insertInto('site.provider_identity')
    .values({ issuer: given.issuer, subject: given.subject, user_id: given.userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findBound(tx, given)) === given.userId
}

export const countBound = async (tx: SiteTx, issuer: string): Promise<number> => {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from site.provider_identity where issuer = ${issuer}`.execute(tx)
  return rows[0]?.people ?? 0
}

export const forgetBound = async (tx: SiteTx, issuer: string): Promise<void> => {
  await of(tx).deleteFrom('site.provider_identity').where('issuer', '=', issuer).execute()
}

/** A letter that reached this address and still invites: it, and a session on it, prove no more than the address. */
export const findLetterTo = async (
  tx: Tx,
  given: { email: string; now: Date },
): Promise<string | undefined> =>
  (
    await tx
      .withTables<PeopleTables>()
      .selectFrom('org.invitation as i')
      .innerJoin('org.member as m', (on) =>
        on.onRef('m.organisation', '=', 'i.organisation').onRef('m.id', '=', 'i.member'),
      )
      .select('i.id')
      .where('m.email', '=', given.email)
      .where('m.status', '=', 'invited')
      .where('i.kind', '=', 'mail')
      .where('i.sent_at', 'is not', null)
      .where('i.used_at', 'is', null)
      .where('i.expires_at', '>', given.now)
      .executeTakeFirst()
  )?.id
