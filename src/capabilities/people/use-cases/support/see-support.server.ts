import { accept, type Result, refuse } from '#kernel/result.ts'
import { listNamesById } from '../../data/members.server.ts'
import { isSupportListed, listSupportEntries } from '../../data/support.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import {
  isDueAgain,
  missingSupport,
  type SupportEntry,
  type SupportKind,
  supportKinds,
} from '../../domain/support/support-entry.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

export type SupportToTend = {
  sections: {
    kind: SupportKind
    entry: SupportEntry | null
    /** Who checked it; null where she is not in the organisation any more. */
    checkedBy: string | null
    isDueAgain: boolean
  }[]
  isFilled: boolean
  isListed: boolean
}

/** The support page as its administrators tend it: every section, filled or not, with who checked it and when. */
export const seeSupport = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor },
): Promise<Result<SupportToTend, PeopleRefusal>> => {
  const { actor } = given
  if (!mayLookAfterPeople(actor)) return refuse({ code: 'people/not-found' })
  const { id, timeZone } = actor.organisation
  const today = todayIn({ now: effects.clock.now(), zone: timeZone })
  const isListed = await effects.database.inSite((tx) => isSupportListed(tx, id))
  return effects.database.inOrganisation(id, async (tx) => {
    const kept = await listSupportEntries(tx)
    const names = await listNamesById(
      tx,
      kept.flatMap(({ checkedBy }) => (checkedBy ? [checkedBy] : [])),
    )
    const sections = supportKinds.map((kind) => {
      const found = kept.find((one) => one.kind === kind)
      if (!found) return { kind, entry: null, checkedBy: null, isDueAgain: false }
      const { checkedBy, ...entry } = found
      const name = checkedBy ? (names.get(checkedBy) ?? null) : null
      return { kind, entry, checkedBy: name, isDueAgain: isDueAgain({ ...entry, today }) }
    })
    return accept({ sections, isFilled: missingSupport(kept).length === 0, isListed })
  })
}
