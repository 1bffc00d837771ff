import { createHash } from 'node:crypto'
import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { OrganisationForm } from '../../contract/organisation.ts'
import { addMembership, findAccount, findMembership, isOperator } from '../../data/accounts.server.ts'
import { listFirstMembers } from '../../data/members.server.ts'
import { findOrganisation } from '../../data/organisations.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { foundOrganisation, idFrom } from './found-organisation.server.ts'

/**
 * A further organisation, founded by the operator. She is its first administrator until she appoints another.
 * Its id comes with the page: sent twice, it is one organisation.
 */
export const addOrganisation = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { userId: string; form: unknown },
): Promise<Result<{ slug: string }, PeopleRefusal>> => {
  const form = readForm(OrganisationForm, given.form)
  if (!form.ok) return form
  const id = form.value.id as OrganisationId
  const about = await effects.database.inSite(async (tx) => ({
    isOperator: await isOperator(tx, given.userId),
    account: await findAccount(tx, given.userId),
    there: await findOrganisation(tx, { id }),
    hers: await findMembership(tx, { userId: given.userId, organisation: id }),
  }))
  if (!about.isOperator || !about.account) return refuse({ code: 'people/not-found' })
  if (about.there && about.hers) return accept({ slug: about.there.slug })

  const part = <T extends UnitId | MemberId>(what: string) =>
    idFrom<T>(createHash('sha256').update(`${what} ${id}`).digest())
  const founder = part<MemberId>(`founder ${given.userId}`)
  // An id that is there and not hers is either somebody else's or a founding that was cut short before her membership.
  if (about.there && !(await isFoundedBy(effects, { id, founder })))
    return refuse({ code: 'people/not-found' })
  const { organisationName, language, timeZone, hostKind } = form.value
  const organisation = await foundOrganisation(effects, {
    organisation: { id, name: organisationName, language, timeZone, hostKind },
    rootUnit: part<UnitId>('unit'),
    founder: { id: founder, name: about.account.name, email: about.account.email },
  })
  await effects.database.inSite((tx) =>
    addMembership(tx, { userId: given.userId, organisation: id, member: founder }),
  )

  return accept({ slug: organisation.slug })
}

/** Nobody else is in it yet. */
const isFoundedBy = (
  effects: Pick<Effects, 'database'>,
  given: { id: OrganisationId; founder: MemberId },
): Promise<boolean> =>
  effects.database.inOrganisation(given.id, async (tx) =>
    (await listFirstMembers(tx, 2)).every((member) => member === given.founder),
  )
