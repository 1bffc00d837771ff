import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { SupportForm } from '../../contract/support.ts'
import { listSupportEntries, saveSupportEntry, setSupportFilled } from '../../data/support.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { missingSupport, problemsOfSupport } from '../../domain/support/support-entry.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/**
 * Fills in one section of the organisation's support page. Saving says that somebody has checked it today, whether or
 * not anything changed.
 */
export const checkSupport = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(SupportForm, given.form)
  if (!form.ok) return form
  const { actor } = given
  if (!mayLookAfterPeople(actor)) return refuse({ code: 'people/not-found' })
  const { none, ...typed } = form.value
  const isThere = typed.kind === 'emergency' || none === undefined
  const nothing = { name: '', phone: '', address: '', hours: '', languages: '' }
  const entry = { ...typed, ...(isThere ? {} : nothing), isThere }
  const fields = problemsOfSupport(entry)
  if (Object.keys(fields).length > 0) return refuse({ code: 'people/fields', fields })

  const organisation = actor.organisation.id
  const checkedOn = todayIn({ now: effects.clock.now(), zone: actor.organisation.timeZone })
  const isFilled = await effects.database.inOrganisation(organisation, async (tx) => {
    await saveSupportEntry(tx, { organisation, entry: { ...entry, checkedOn, checkedBy: actor.member.id } })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: actor.member.id,
      act: 'support-checked',
      facts: { kind: entry.kind },
    })
    return missingSupport(await listSupportEntries(tx)).length === 0
  })
  // Cut off here, the list misses the organisation until the next check; its own page does not.
  await effects.database.inSite((tx) => setSupportFilled(tx, { organisation, isFilled }))
  return accept(undefined)
}
