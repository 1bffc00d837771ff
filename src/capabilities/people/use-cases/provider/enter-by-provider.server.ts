import type { OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { finishAtProvider, type Vouched } from '#platform/sign-in/provider.server.ts'
import { findAccountByEmail, listMemberships } from '../../data/accounts.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import { bind, findBound, findLetterTo } from '../../data/provider.server.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { readEmail } from '../../domain/roster/cells/email.ts'
import type { Effects } from '../../effects.ts'
import { acceptInvitation } from '../joining/accept-invitation.server.ts'
import { linkSecretOf } from '../joining/holding.server.ts'
import { type Entered, enterAccount } from '../signing-in/enter-account.server.ts'
import { openAttempt } from './begin-by-provider.server.ts'
import { readProvider, redirectAddress } from './read-provider.server.ts'

type Needs = Pick<Effects, 'database' | 'secrets' | 'settings' | 'attempts' | 'clock' | 'signIn'>
type ComesIn = Result<Entered & { next: string }, PeopleRefusal>

const nobody = refuse({ code: 'people/provider-nobody' } as const)

/**
 * Comes in on a provider's word: by who she was found to be before, else by an e-mail that the provider has verified.
 * It makes no account but for a letter of invitation that went to that e-mail. The session says how it began: whoever
 * runs the provider could be the one who comes in.
 */
export const enterByProvider = async (
  effects: Needs,
  given: { kept: string | undefined; answer: URLSearchParams; address: string },
): Promise<ComesIn> => {
  const attempt = openAttempt(effects, given.kept)
  if (!attempt) return refuse({ code: 'people/provider-answer-late' })
  const found = await readProvider(effects)
  if (!found?.isOn || found.access.issuer !== attempt.issuer)
    return refuse({ code: 'people/provider-not-set' })
  if (given.answer.get('error') === 'access_denied' && given.answer.get('state') === attempt.state)
    return refuse({ code: 'people/provider-stopped' })
  const finished = await finishAtProvider({
    access: found.access,
    publicUrl: effects.settings.publicUrl,
    redirectUri: redirectAddress(effects),
    answer: given.answer,
    attempt,
  })
  if (!finished.ok) return refuse({ code: 'people/provider-answer-not-valid' })
  const entered = await enterAs(effects, { vouched: finished.value, address: given.address })
  return entered.ok ? accept({ ...entered.value, next: attempt.next }) : entered
}

const enterAs = async (
  effects: Needs,
  given: { vouched: Vouched; address: string },
): Promise<Result<Entered, PeopleRefusal>> => {
  const { vouched } = given
  const bound = await effects.database.inSite((tx) => findBound(tx, vouched))
  if (bound !== undefined) return enterKnown(effects, bound)
  const email = vouched.email === undefined ? undefined : readEmail(vouched.email)
  if (!email) return refuse({ code: 'people/provider-email-not-verified' })
  if (isPlaceholder(email)) return nobody
  const account = await effects.database.inSite((tx) => findAccountByEmail(tx, email))
  if (!account || !(await hasPlace(effects, account.id)))
    return joinBy(effects, { vouched, email, address: given.address })
  if (!(await effects.database.inSite((tx) => bind(tx, { ...vouched, userId: account.id }))))
    return refuse({ code: 'people/provider-other-person' })
  return enterKnown(effects, account.id)
}

/** Those who have no employer here are nobody's to vouch for: a place in the commons counts for nothing. */
const hasPlace = async (effects: Needs, userId: string): Promise<boolean> =>
  (await effects.database.inSite((tx) => listMemberships(tx, userId))).some(({ isCommons }) => !isCommons)

const enterKnown = async (effects: Needs, userId: string): Promise<Result<Entered, PeopleRefusal>> =>
  (await hasPlace(effects, userId)) ? accept(await enterAccount(effects, userId, true)) : nobody

const joinBy = async (
  effects: Needs,
  given: { vouched: Vouched; email: string; address: string },
): Promise<Result<Entered, PeopleRefusal>> => {
  const now = effects.clock.now()
  for (const { id, isCommons } of await effects.database.inSite(listAllOrganisations)) {
    if (isCommons) continue
    const letter = await effects.database.inOrganisation(id as OrganisationId, (tx) =>
      findLetterTo(tx, { email: given.email, now }),
    )
    if (letter === undefined) continue
    const joined = await acceptInvitation(effects, {
      held: linkSecretOf(effects.secrets, letter),
      address: given.address,
      userId: undefined,
      isByProvider: true,
    })
    // An account that is more than this letter is not come into by it.
    if (!joined.ok) return joined.refusal.code === 'people/too-many-attempts' ? joined : nobody
    const { userId, headers } = joined.value
    if (!(await effects.database.inSite((tx) => bind(tx, { ...given.vouched, userId }))))
      return refuse({ code: 'people/provider-other-person' })
    return accept({ userId, headers })
  }
  return nobody
}
