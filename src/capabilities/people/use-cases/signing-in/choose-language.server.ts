import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import { listMemberships } from '../../data/accounts.server.ts'
import { setLanguage } from '../../data/members.server.ts'
import type { Language } from '../../domain/languages.ts'
import type { Effects } from '../../effects.ts'

/** Keeps the language that somebody chose, wherever she is a member: her letters come in it, and other devices follow. */
export const chooseLanguage = async (
  effects: Pick<Effects, 'database'>,
  given: { userId: string; language: Language },
): Promise<void> => {
  const places = await effects.database.inSite((tx) => listMemberships(tx, given.userId))
  for (const { id, member } of places)
    await effects.database.inOrganisation(id as OrganisationId, (tx) =>
      setLanguage(tx, { member: member as MemberId, language: given.language }),
    )
}
