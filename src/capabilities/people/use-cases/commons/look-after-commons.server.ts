import type { OrganisationId, UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { CommonsDoorForm, CommonsForm } from '../../contract/commons.ts'
import { readForm } from '../../contract/form.ts'
import { findAccount, isOperator } from '../../data/accounts.server.ts'
import { declareCommons, findCommons, setCommonsDoor } from '../../data/commons.server.ts'
import { setRoles } from '../../data/members.server.ts'
import { saveOrganisation } from '../../data/organisations.server.ts'
import { saveRootUnit } from '../../data/units.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { idFrom } from '../setting-up/found-organisation.server.ts'
import { enrol } from './enrol.server.ts'

type Needs = Pick<Effects, 'database' | 'clock' | 'secrets'>
export type CommonsSeen = { slug: string; name: string; isOpen: boolean } | null

/** What the operator sees of the commons: that it is there, and whether its door is open. Nobody in it. */
export const seeCommons = (
  effects: Pick<Effects, 'database'>,
  given: { userId: string },
): Promise<Result<CommonsSeen, PeopleRefusal>> =>
  effects.database.inSite(async (tx) => {
    if (!(await isOperator(tx, given.userId))) return refuse({ code: 'people/not-found' })
    const commons = await findCommons(tx)
    return accept(commons ? { slug: commons.slug, name: commons.name, isOpen: commons.isOpen } : null)
  })

/** Makes the commons, with its door closed. There is one; made again it is the same. */
export const makeCommons = async (
  effects: Needs,
  given: { userId: string; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(CommonsForm, given.form)
  if (!form.ok) return form
  const { organisationName, language, timeZone, hostKind } = form.value
  const there = await effects.database.inSite(async (tx) => ({
    isOperator: await isOperator(tx, given.userId),
    commons: await findCommons(tx),
  }))
  if (!there.isOperator) return refuse({ code: 'people/not-found' })
  if (there.commons) return accept(undefined)

  const id = idFrom<OrganisationId>(effects.secrets.derive('commons', 'organisation'))
  const createdOn = todayIn({ now: effects.clock.now(), zone: timeZone })
  const made = { id, name: organisationName, language, timeZone, hostKind }
  await effects.database.inSite((tx) => saveOrganisation(tx, { ...made, createdOn }))
  const unit = idFrom<UnitId>(effects.secrets.derive('commons', 'unit'))
  await effects.database.inOrganisation(id, (tx) =>
    saveRootUnit(tx, { organisation: id, id: unit, name: organisationName }),
  )
  // Said last: until then nothing takes the organisation for the commons, and nobody is in it.
  await effects.database.inSite((tx) => declareCommons(tx, id))

  return accept(undefined)
}

/**
 * Opens or closes the door. Whoever opens it is enrolled and may fill in the support page; of the others she sees
 * nothing. Closing it sends nobody away.
 */
export const moveCommonsDoor = async (
  effects: Needs,
  given: { userId: string; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(CommonsDoorForm, given.form)
  if (!form.ok) return form
  const { commons, account, mayOpen } = await effects.database.inSite(async (tx) => ({
    commons: await findCommons(tx),
    account: await findAccount(tx, given.userId),
    mayOpen: await isOperator(tx, given.userId),
  }))
  if (!mayOpen || !commons || !account) return refuse({ code: 'people/not-found' })
  const isOpen = form.value.open === 'yes'
  if (isOpen) {
    const member = await enrol(effects, { commons, userId: given.userId, name: account.name })
    await effects.database.inOrganisation(commons.id, (tx) =>
      setRoles(tx, { organisation: commons.id, member, roles: ['administrator'] }),
    )
  }
  await effects.database.inSite((tx) => setCommonsDoor(tx, isOpen))

  return accept(undefined)
}
