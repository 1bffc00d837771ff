import { accept, type Result, refuse } from '#kernel/result.ts'
import { isIssuerAllowed, tryProvider } from '#platform/sign-in/provider.server.ts'
import { seal } from '#platform/sign-in/sealed.server.ts'
import { readForm } from '../../contract/form.ts'
import { ProviderForm, TurnProviderForm } from '../../contract/provider.ts'
import { isOperator } from '../../data/accounts.server.ts'
import { countBound, forgetBound, saveProvider, turnProvider } from '../../data/provider.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { readProvider, redirectAddress, sealedFor } from './read-provider.server.ts'

type Needs = Pick<Effects, 'database' | 'secrets' | 'settings'>
type Asked = { userId: string; form: unknown }

export type ProviderSeen = {
  redirectAddress: string
  bound: number
  provider:
    | { issuer: string; clientId: string; buttonName: string; isOn: boolean; hasSecret: boolean }
    | undefined
}

const notYours = refuse({ code: 'people/not-found' } as const)

const mayLook = (effects: Pick<Effects, 'database'>, userId: string): Promise<boolean> =>
  effects.database.inSite((tx) => isOperator(tx, userId))

/** What the operator sees of the provider; of the secret, whether there is one. */
export const seeProvider = async (
  effects: Needs,
  given: { userId: string },
): Promise<Result<ProviderSeen, PeopleRefusal>> => {
  if (!(await mayLook(effects, given.userId))) return notYours
  const found = await readProvider(effects)
  const bound = found ? await effects.database.inSite((tx) => countBound(tx, found.access.issuer)) : 0
  const { issuer = '', clientId = '' } = found?.access ?? {}
  return accept({
    redirectAddress: redirectAddress(effects),
    bound,
    provider: found && {
      issuer,
      clientId,
      buttonName: found.buttonName,
      isOn: found.isOn,
      hasSecret: found.hasSecret,
    },
  })
}

/** Keeps what the operator entered. A secret goes only to the issuer that it was entered for. */
export const keepProvider = async (
  effects: Needs,
  given: Asked,
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(ProviderForm, given.form)
  if (!form.ok) return form
  if (!(await mayLook(effects, given.userId))) return notYours
  const { issuer, clientId, clientSecret, buttonName } = form.value
  if (!isIssuerAllowed(issuer, effects.settings.publicUrl))
    return refuse({ code: 'people/fields', fields: { issuer: 'issuer-not-valid' } })
  const before = await readProvider(effects)
  const keeps = before?.hasSecret && before.access.issuer === issuer && before.access.clientId === clientId
  if (clientSecret === '' && !keeps)
    return refuse({ code: 'people/fields', fields: { clientSecret: 'client-secret-missing' } })
  const sealedSecret =
    clientSecret === '' ? undefined : seal(effects.secrets, { purpose: sealedFor, text: clientSecret })
  await effects.database.inSite((tx) => saveProvider(tx, { issuer, clientId, buttonName, sealedSecret }))
  return accept(undefined)
}

/** Tries the connection, by the operator's wish. */
export const checkProvider = async (
  effects: Needs,
  given: { userId: string },
): Promise<Result<undefined, PeopleRefusal>> => {
  if (!(await mayLook(effects, given.userId))) return notYours
  const found = await readProvider(effects)
  if (!found?.hasSecret) return refuse({ code: 'people/provider-not-set' })
  const { publicUrl } = effects.settings
  const tried = await tryProvider({
    access: found.access,
    publicUrl,
    redirectUri: redirectAddress(effects),
  })
  return tried.ok ? tried : refuse({ code: 'people/provider', why: tried.refusal.code })
}

/** Shows the button on the sign-in page, or takes it away. Sessions that began by it stay what they are. */
export const turnProviderOn = async (
  effects: Needs,
  given: Asked,
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(TurnProviderForm, given.form)
  if (!form.ok) return form
  if (!(await mayLook(effects, given.userId))) return notYours
  if (!(await readProvider(effects))?.hasSecret) return refuse({ code: 'people/provider-not-set' })
  await effects.database.inSite((tx) => turnProvider(tx, form.value.on === 'yes'))
  return accept(undefined)
}

/** Forgets who is who at the provider: each is found by e-mail again, once. */
export const forgetProviderPeople = async (
  effects: Needs,
  given: { userId: string },
): Promise<Result<undefined, PeopleRefusal>> => {
  if (!(await mayLook(effects, given.userId))) return notYours
  const found = await readProvider(effects)
  if (found) await effects.database.inSite((tx) => forgetBound(tx, found.access.issuer))
  return accept(undefined)
}
