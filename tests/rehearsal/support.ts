import { saveSupportEntry, setSupportFilled } from '#capabilities/people/data/support.server.ts'
import { supportKinds } from '#capabilities/people/domain/support/support-entry.ts'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Database } from '#platform/database/database.server.ts'

/** Fills the support page of an organisation, without which it announces nothing. No number in it reaches anybody. */
export const fillSupport = async (
  database: Database,
  on: { organisation: OrganisationId; checkedBy: MemberId; checkedOn?: string },
): Promise<void> => {
  const { organisation, checkedBy, checkedOn = '2026-11-02' } = on
  await database.inOrganisation(organisation, async (tx) => {
    for (const kind of supportKinds)
      await saveSupportEntry(tx, {
        organisation,
        entry: {
          kind,
          isThere: true,
          name: `A made-up ${kind}`,
          phone: '000 000',
          address: '',
          hours: 'Day and night',
          languages: 'English',
          checkedOn,
          checkedBy,
        },
      })
  })
  await database.inSite((tx) => setSupportFilled(tx, { organisation, isFilled: true }))
}
