import * as v from 'valibot'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { PushForm } from '../../contract/push.ts'
import { listMemberships } from '../../data/accounts.server.ts'
import {
  deletePushSubscription,
  endPush,
  listPushSubscriptions,
  savePushSubscription,
} from '../../data/push-subscriptions.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

type Needs = Pick<Effects, 'database' | 'signIn' | 'secrets'>
const mostBrowsers = 10

/** A hash under a key of the site: what is kept names no session to anybody else. */
const sessionHashOf = async (effects: Needs, headers: Headers): Promise<Buffer | undefined> => {
  const found = await effects.signIn.api.getSession({ headers })
  return found ? effects.secrets.derive('push session', found.session.token) : undefined
}

/** Keeps the browser that asks as one on which this member wants to be told. It ends with the session that asked. */
export const askForPush = async (
  effects: Needs & Pick<Effects, 'push'>,
  given: { actor: Actor; headers: Headers; form: unknown },
): Promise<Result<null, PeopleRefusal>> => {
  const { actor, headers } = given
  const form = v.safeParse(PushForm, given.form)
  if (!form.success || !effects.push.mayBeAsked(form.output.endpoint))
    return refuse({ code: 'people/form-not-readable' })
  const sessionHash = await sessionHashOf(effects, headers)
  if (!sessionHash) return refuse({ code: 'people/sign-in-first' })
  const organisation = actor.organisation.id
  const member = actor.member.id
  return effects.database.inOrganisation<Result<null, PeopleRefusal>>(organisation, async (tx) => {
    // Who has asked on so many has left most of them behind.
    if ((await listPushSubscriptions(tx, member)).length >= mostBrowsers) await endPush(tx, { member })
    await savePushSubscription(tx, { ...form.output, organisation, member, sessionHash })
    return accept(null)
  })
}

/** Stops telling her on this browser. */
export const stopPush = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor; endpoint: string },
): Promise<void> => {
  const { actor, endpoint } = given
  await effects.database.inOrganisation(actor.organisation.id, (tx) =>
    deletePushSubscription(tx, { member: actor.member.id, endpoint }),
  )
}

/** With a session end the browsers that it asked for; with all sessions, all of them. */
export const endPushOf = async (
  effects: Needs,
  given: { headers: Headers; userId: string; everywhere: boolean },
): Promise<void> => {
  const sessionHash = await sessionHashOf(effects, given.headers)
  const places = await effects.database.inSite((tx) => listMemberships(tx, given.userId))
  for (const { id, member } of places)
    await effects.database.inOrganisation(id as OrganisationId, async (tx) => {
      if (sessionHash) await endPush(tx, { sessionHash })
      if (given.everywhere) await endPush(tx, { member: member as MemberId })
    })
}
