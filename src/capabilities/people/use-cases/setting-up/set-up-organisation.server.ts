import type { MemberId, OrganisationId, UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { SetUpForm } from '../../contract/organisation.ts'
import { addMembership, addOperator, hasOperator } from '../../data/accounts.server.ts'
import { lockSetUp, useSetUpLink } from '../../data/set-up-links.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { type Entered, enterAccount } from '../signing-in/enter-account.server.ts'
import { foundOrganisation, idFrom } from './found-organisation.server.ts'
import { hashOfSetUpSecret, readSetUpLink } from './make-set-up-link.server.ts'

/**
 * Makes the first organisation and the first operator, and signs her in. The link is used up by the same transaction
 * that makes her the operator; killed before that, the same page sent again completes what was begun.
 */
export const setUpOrganisation = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'signIn'>,
  given: { secret: string; form: unknown },
): Promise<Result<Entered & { slug: string }, PeopleRefusal>> => {
  if (!(await readSetUpLink(effects, given))) return refuse({ code: 'people/set-up-link-not-valid' })
  const form = readForm(SetUpForm, given.form)
  if (!form.ok) return form
  const { organisationName, language, timeZone, hostKind, name, email } = form.value

  const idOf = <T extends OrganisationId | UnitId | MemberId>(what: string) =>
    idFrom<T>(effects.secrets.derive('set-up', what))
  const id = idOf<OrganisationId>('organisation')
  const member = idOf<MemberId>('member')
  const account = await effects.signIn.api.makeAccount({ body: { email, name } })
  const organisation = await foundOrganisation(effects, {
    organisation: { id, name: organisationName, language, timeZone, hostKind },
    rootUnit: idOf<UnitId>('unit'),
    founder: { id: member, name, email },
  })
  const isFirst = await effects.database.inSite(async (tx) => {
    await lockSetUp(tx)
    if (await hasOperator(tx)) return false
    const link = { hash: hashOfSetUpSecret(given.secret), now: effects.clock.now() }
    if (!(await useSetUpLink(tx, link))) return false
    await addMembership(tx, { userId: account.userId, organisation: id, member })
    await addOperator(tx, account.userId)
    return true
  })
  if (!isFirst) return refuse({ code: 'people/set-up-link-not-valid' })

  return accept({ ...(await enterAccount(effects, account.userId)), slug: organisation.slug })
}
