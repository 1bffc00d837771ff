import { randomInt } from 'node:crypto'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { AskToJoinForm, EnterCommonsForm, JoinCommonsForm } from '../../contract/commons.ts'
import { readForm } from '../../contract/form.ts'
import { findAccount } from '../../data/accounts.server.ts'
import { type Commons, findCommons, keepJoiningCode, useJoiningCode } from '../../data/commons.server.ts'
import { isPlaceholder } from '../../domain/placeholder-address.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { type Entered, enterAccount } from '../signing-in/enter-account.server.ts'
import { enrol } from './enrol.server.ts'

const minutesOfACode = 10
const triesOfACode = 5

/** The commons whose door is open; otherwise there is no such place. */
export const findOpenCommons = async (effects: Pick<Effects, 'database'>): Promise<Commons | undefined> => {
  const commons = await effects.database.askSite(findCommons)
  return commons?.isOpen ? commons : undefined
}

type Limit = { key: string; max: number }
const withinLimits = async (
  effects: Pick<Effects, 'attempts'>,
  limits: readonly Limit[],
): Promise<Result<undefined, PeopleRefusal>> => {
  for (const { key, max } of limits) {
    const { allowed, retryAfter } = await effects.attempts.consume(key, { window: 3600, max })
    if (!allowed)
      return refuse({ code: 'people/too-many-attempts', minutes: Math.ceil((retryAfter ?? 60) / 60) })
  }
  return accept(undefined)
}

const hashesOf = (secrets: Effects['secrets'], given: { email: string; digits: string }) => ({
  address: secrets.derive('joining address', given.email),
  digits: secrets.derive('joining digits', `${given.email} ${given.digits}`),
})

/**
 * Sends six digits to whoever wants to join. What happens, and how long it takes, is the same whether or not the address
 * has an account here: none is looked for until the digits prove that it is hers.
 */
export const askToJoinCommons = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'mail' | 'attempts' | 'log'>,
  given: {
    form: unknown
    address: string
    letter: (code: { to: string; code: string }) => { to: string; subject: string; text: string }
  },
): Promise<Result<{ email: string }, PeopleRefusal>> => {
  const form = readForm(AskToJoinForm, given.form)
  if (!form.ok) return form
  const { email } = form.value
  if (!(await findOpenCommons(effects)) || isPlaceholder(email)) return refuse({ code: 'people/not-found' })
  if (!effects.mail.isConnected) return refuse({ code: 'people/mail-not-connected' })
  const limits = await withinLimits(effects, [
    { key: `commons letter for ${given.address}`, max: 60 },
    { key: `send code to ${email}`, max: 10 },
  ])
  if (!limits.ok) return limits

  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const now = effects.clock.now()
  const expiresAt = new Date(now.getTime() + minutesOfACode * 60_000)
  const hashes = hashesOf(effects.secrets, { email, digits: code })
  await effects.database.inSite((tx) =>
    keepJoiningCode(tx, { ...hashes, now, expiresAt, tries: triesOfACode }),
  )
  void effects.mail
    .send(given.letter({ to: email, code }))
    .catch((err: unknown) => effects.log.warn({ err }, 'a joining code could not be sent'))

  return accept({ email })
}

/** Joins by the digits of the letter, with the account of the address or a new one, and signs in. */
export const joinCommons = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'attempts' | 'signIn'>,
  given: { form: unknown; address: string },
): Promise<Result<Entered & { slug: string }, PeopleRefusal>> => {
  const form = readForm(JoinCommonsForm, given.form)
  if (!form.ok) return form
  const { email, name } = form.value
  const commons = await findOpenCommons(effects)
  if (!commons) return refuse({ code: 'people/not-found' })
  const limits = await withinLimits(effects, [
    { key: `digits from ${given.address}`, max: 600 },
    { key: `digits of ${email}`, max: 10 },
  ])
  if (!limits.ok) return limits
  const hashes = hashesOf(effects.secrets, form.value)
  const now = effects.clock.now()
  if (!(await effects.database.inSite((tx) => useJoiningCode(tx, { ...hashes, now }))))
    return refuse({ code: 'people/digits-not-right' })

  const { userId } = await effects.signIn.api.makeAccount({ body: { email, name } })
  await enrol(effects, { commons, userId, name })

  return accept({ ...(await enterAccount(effects, userId)), slug: commons.slug })
}

/**
 * Joins with the account that is signed in. It must have an e-mail: an account that only printed codes open could be
 * entered by whoever prints them for its owner.
 */
export const enterCommons = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets'>,
  given: { userId: string; form: unknown },
): Promise<Result<{ slug: string }, PeopleRefusal>> => {
  const form = readForm(EnterCommonsForm, given.form)
  if (!form.ok) return form
  const commons = await findOpenCommons(effects)
  if (!commons) return refuse({ code: 'people/not-found' })
  const account = await effects.database.inSite((tx) => findAccount(tx, given.userId))
  if (!account) return refuse({ code: 'people/not-found' })
  if (isPlaceholder(account.email)) return refuse({ code: 'people/needs-an-e-mail' })
  await enrol(effects, { commons, userId: account.id, name: form.value.name })

  return accept({ slug: commons.slug })
}
