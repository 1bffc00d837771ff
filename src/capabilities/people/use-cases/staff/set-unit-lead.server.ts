import type { MemberId, UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { LeadForm } from '../../contract/staff.ts'
import { findMember } from '../../data/members.server.ts'
import { setLead } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/** Makes a member the lead of a unit, instead of whoever led it, or ends her leading it. */
export const setUnitLead = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(LeadForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const id = form.value.member as MemberId
  const unit = form.value.unit as UnitId
  const leads = form.value.leads === 'yes'
  const organisation = given.actor.organisation.id

  return effects.database.inOrganisation(organisation, async (tx) => {
    const member = await findMember(tx, id)
    if (!member) return refuse({ code: 'people/not-found' })
    if (member.status === 'left') return refuse({ code: 'people/has-left' })
    if (member.leads.some((lead) => lead.id === unit) === leads) return accept(undefined)
    if (!(await setLead(tx, { unit, lead: leads ? id : null }))) return refuse({ code: 'people/not-found' })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: leads ? 'lead-named' : 'lead-ended',
      facts: { member: id, unit },
    })
    return accept(undefined)
  })
}
