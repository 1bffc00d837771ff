import type { ProviderAccess } from '#platform/sign-in/provider.server.ts'
import { unseal } from '#platform/sign-in/sealed.server.ts'
import { findProvider } from '../../data/provider.server.ts'
import type { Effects } from '../../effects.ts'

export const sealedFor = 'client secret of the identity provider'

export type Provider = { access: ProviderAccess; buttonName: string; isOn: boolean; hasSecret: boolean }

/** The provider as it can be used; after a restore it has no secret, and is off until it has one. */
export const readProvider = async (
  effects: Pick<Effects, 'database' | 'secrets'>,
): Promise<Provider | undefined> => {
  const row = await effects.database.askSite(findProvider)
  if (!row) return undefined
  const secret =
    row.sealed_secret && unseal(effects.secrets, { purpose: sealedFor, sealed: row.sealed_secret })
  return {
    access: { issuer: row.issuer, clientId: row.client_id, clientSecret: secret ?? '' },
    buttonName: row.button_name,
    isOn: row.is_on && Boolean(secret),
    hasSecret: Boolean(secret),
  }
}

/** What the button on the sign-in page says; undefined where there is none. */
export const findProviderButton = async (
  effects: Pick<Effects, 'database' | 'secrets'>,
): Promise<string | undefined> => {
  const provider = await readProvider(effects)
  return provider?.isOn ? provider.buttonName : undefined
}

/** Where the provider sends people back to; the operator enters it there. */
export const redirectAddress = (effects: Pick<Effects, 'settings'>): string =>
  `${effects.settings.publicUrl}/app/sign-in/provider/back`
