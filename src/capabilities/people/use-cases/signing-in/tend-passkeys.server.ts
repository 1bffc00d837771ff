import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { PasskeyForm, PasskeyNameForm } from '../../contract/signing-in.ts'
import { listPasskeys, removePasskey, renamePasskey } from '../../data/passkeys.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

type Asked = { userId: string; form: unknown }

/** Whether she has a passkey to confirm with. */
export const hasOwnPasskey = async (
  effects: Pick<Effects, 'database'>,
  given: { userId: string },
): Promise<boolean> => (await effects.database.inSite((tx) => listPasskeys(tx, given.userId))).length > 0

/** Gives one of her own passkeys another name. */
export const renameOwnPasskey = async (
  effects: Pick<Effects, 'database'>,
  given: Asked,
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(PasskeyNameForm, given.form)
  if (!form.ok) return form
  const isHers = await effects.database.inSite((tx) =>
    renamePasskey(tx, { userId: given.userId, ...form.value }),
  )
  return isHers ? accept(undefined) : refuse({ code: 'people/not-found' })
}

/** Removes one of her own passkeys. The device may still offer it; it no longer opens anything. */
export const removeOwnPasskey = async (
  effects: Pick<Effects, 'database'>,
  given: Asked,
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(PasskeyForm, given.form)
  if (!form.ok) return form
  const isHers = await effects.database.inSite((tx) =>
    removePasskey(tx, { userId: given.userId, id: form.value.id }),
  )
  return isHers ? accept(undefined) : refuse({ code: 'people/not-found' })
}
