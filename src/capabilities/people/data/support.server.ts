import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { SiteTx, Tx } from '#platform/database/database.server.ts'
import type { SupportEntry, SupportKind } from '../domain/support/support-entry.ts'

type SupportTables = {
  'org.support_entry': {
    organisation: string
    kind: string
    is_there: boolean
    name: string
    phone: string
    address: string
    hours: string
    languages: string
    checked_on: string
    checked_by: string | null
  }
  'site.organisation': {
    id: string
    slug: string
    name: string
    support_is_filled: boolean
    support_is_listed: boolean
  }
}

const of = (tx: Tx | SiteTx) => tx.withTables<SupportTables>()

export type KeptSupport = SupportEntry & { checkedBy: MemberId | null }

export const listSupportEntries = async (tx: Tx): Promise<KeptSupport[]> =>
  (await of(tx).selectFrom('org.support_entry').selectAll().execute()).map((row) => ({
    kind: row.kind as SupportKind,
    isThere: row.is_there,
    name: row.name,
    phone: row.phone,
    address: row.address,
    hours: row.hours,
    languages: row.languages,
    checkedOn: row.checked_on,
    checkedBy: row.checked_by as MemberId | null,
  }))

export const saveSupportEntry = async (
  tx: Tx,
  given: { organisation: OrganisationId; entry: KeptSupport },
): Promise<void> => {
  const { entry } = given
  const row = {
    is_there: entry.isThere,
    name: entry.name,
    phone: entry.phone,
    address: entry.address,
    hours: entry.hours,
    languages: entry.languages,
    checked_on: entry.checkedOn,
    checked_by: entry.checkedBy,
  }
  await of(tx)
    .insertInto('org.support_entry')
    .values({ organisation: given.organisation, kind: entry.kind, ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'kind']).doUpdateSet(row))
    .execute()
}

export const setSupportFilled = async (
  tx: SiteTx,
  given: { organisation: OrganisationId; isFilled: boolean },
): Promise<void> => {
  await of(tx)
    .updateTable('site.organisation')
    .set({ support_is_filled: given.isFilled })
    .where('id', '=', given.organisation)
    .execute()
}

export const setSupportListed = async (
  tx: SiteTx,
  given: { organisation: OrganisationId; isListed: boolean },
): Promise<void> => {
  await of(tx)
    .updateTable('site.organisation')
    .set({ support_is_listed: given.isListed })
    .where('id', '=', given.organisation)
    .execute()
}

export const isSupportListed = async (tx: SiteTx, organisation: OrganisationId): Promise<boolean> => {
  const row = await of(tx)
    .selectFrom('site.organisation')
    .select('support_is_listed')
    .where('id', '=', organisation)
    .executeTakeFirst()
  return row?.support_is_listed ?? false
}

/** Organisations whose page is filled and that want to be named to anybody. */
export const listOpenSupport = (tx: SiteTx): Promise<{ slug: string; name: string }[]> =>
  of(tx)
    .selectFrom('site.organisation')
    .select(['slug', 'name'])
    .where('support_is_filled', '=', true)
    .where('support_is_listed', '=', true)
    .orderBy('name')
    .execute()
