import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { SupportListingForm } from '../../contract/support.ts'
import { setSupportListed } from '../../data/support.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/** Has the list of support pages, which anybody can open, name the organisation or not. Its address works either way. */
export const listSupport = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(SupportListingForm, given.form)
  if (!form.ok) return form
  const { actor } = given
  if (!mayLookAfterPeople(actor)) return refuse({ code: 'people/not-found' })
  const organisation = actor.organisation.id
  const isListed = form.value.listed === 'yes'
  await effects.database.inSite((tx) => setSupportListed(tx, { organisation, isListed }))
  await effects.database.inOrganisation(organisation, (tx) =>
    note({
      tx,
      clock: effects.clock,
      organisation,
      actor: actor.member.id,
      act: isListed ? 'support-listed' : 'support-unlisted',
    }),
  )
  return accept(undefined)
}
