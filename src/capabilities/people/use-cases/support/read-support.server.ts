import type { Tx } from '#platform/database/database.server.ts'
import { findOrganisation } from '../../data/organisations.server.ts'
import { listOpenSupport, listSupportEntries } from '../../data/support.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { isSlug } from '../../domain/slug.ts'
import {
  isDueAgain,
  missingSupport,
  type SupportEntry,
  type SupportKind,
  supportKinds,
} from '../../domain/support/support-entry.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople, mayMindSupport } from '../../policy.ts'

/** An organisation's support page as anybody reads it, signed in or not: facts of the house, and nobody's name. */
export type SupportPage = {
  organisation: { slug: string; name: string }
  entries: SupportEntry[]
  missing: SupportKind[]
}

/** Reads the page without knowing, or asking, who reads it. Undefined where there is no such organisation. */
export const readSupport = async (
  effects: Pick<Effects, 'database'>,
  given: { slug: string },
): Promise<SupportPage | undefined> => {
  if (!isSlug(given.slug)) return undefined
  const organisation = await effects.database.inSite((tx) => findOrganisation(tx, { slug: given.slug }))
  if (!organisation) return undefined
  const kept = await effects.database.inOrganisation(organisation.id, listSupportEntries)
  const entries = supportKinds.flatMap((kind) => {
    const found = kept.find((one) => one.kind === kind && one.isThere)
    if (!found) return []
    const { checkedBy: _, ...entry } = found
    return [entry]
  })
  const { slug, name } = organisation
  return { organisation: { slug, name }, entries, missing: missingSupport(kept) }
}

/** The organisations whose support page anybody may find by name. */
export const listSupportPages = (
  effects: Pick<Effects, 'database'>,
): Promise<{ slug: string; name: string }[]> => effects.database.inSite(listOpenSupport)

/** Whether everything that a support page must say has been said: before that, no check-in is announced. */
export const isSupportFilled = async (tx: Tx): Promise<boolean> =>
  missingSupport(await listSupportEntries(tx)).length === 0

export type SupportReminder = { why: 'not-filled' | 'a-year-old'; mayFill: boolean }

/** What administrators and wellbeing leads are reminded of on their home page; undefined where all is well. */
export const remindOfSupport = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor },
): Promise<SupportReminder | undefined> => {
  const { actor } = given
  const mayFill = mayLookAfterPeople(actor)
  if (!mayMindSupport(actor)) return undefined
  const { id, timeZone } = actor.organisation
  const entries = await effects.database.inOrganisation(id, listSupportEntries)
  if (missingSupport(entries).length > 0) return { why: 'not-filled', mayFill }
  const today = todayIn({ now: effects.clock.now(), zone: timeZone })
  const isOld = entries.some(({ checkedOn }) => isDueAgain({ checkedOn, today }))
  return isOld ? { why: 'a-year-old', mayFill } : undefined
}
