import * as v from 'valibot'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, newId, type TrusteeId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { TrusteeForm } from '../../contract/trustee-forms.ts'
import {
  endTrustee,
  findTrusteeForUpdate,
  insertTrustee,
  listTrustees,
  setLink,
} from '../../data/trustees/trustees.server.ts'
import type { TrusteeRefusal } from '../../domain/trustees/refusals.ts'
import type { NamedTrustee } from '../../domain/trustees/trustee.ts'
import { mayNameTrustees } from '../../policy.server.ts'
import { newLink } from './link.server.ts'

type On = { checkins: Checkins; actor: Actor }
type Linked = Result<{ trustee: NamedTrustee; secret: string }, TrusteeRefusal>

/**
 * Names somebody to hold a part of the keys. She holds one from the first announcement after she has made her code. The
 * link's secret is returned once; whoever has it could make the code in her place.
 */
export const nameTrustee = async (input: { form: unknown }, on: On): Promise<Linked> => {
  const { checkins, actor } = on
  if (!mayNameTrustees(actor)) return refuse({ code: 'trustees/not-found' })
  const form = v.safeParse(TrusteeForm, input.form)
  if (!form.success) return refuse({ code: 'trustees/office-missing' })
  const { office, name, email } = form.output
  if (name === '') return refuse({ code: 'trustees/name-missing' })
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) return refuse({ code: 'trustees/email-not-readable' })
  const organisation = actor.organisation.id
  return checkins.database.inOrganisation<Linked>(organisation, async (tx) => {
    const there = (await listTrustees(tx)).find((one) => one.office === office && one.endedAt === null)
    if (there) return refuse({ code: 'trustees/office-taken', name: there.name })
    const namedAt = checkins.clock.now()
    const { secret, link } = newLink(namedAt)
    const trustee = { id: newId<TrusteeId>(), office, name, email: email || null, namedAt }
    await insertTrustee(tx, { organisation, trustee, link })
    await noteAct(tx, on, { act: 'trustee-named', trustee })
    const rest = { identity: null, codeMadeAt: null, linkUntil: link.until, endedAt: null }
    return accept({ trustee: { ...trustee, ...rest }, secret })
  })
}

/** Another link for somebody who has not made her code yet; the one before works no more. */
export const renewTrusteeLink = async (input: { trustee: string }, on: On): Promise<Linked> =>
  withTrustee(input, on, async (tx, trustee) => {
    if (trustee.identity !== null) return refuse({ code: 'trustees/not-found' })
    const { secret, link } = newLink(on.checkins.clock.now())
    await setLink(tx, { id: trustee.id, link })
    await noteAct(tx, on, { act: 'trustee-link-made', trustee })
    return accept({ trustee: { ...trustee, linkUntil: link.until }, secret })
  })

/**
 * Ends a trustee's office from the next announcement on. What was announced before keeps waiting for her: nobody else
 * can ever open it.
 */
export const dismissTrustee = async (
  input: { trustee: string },
  on: On,
): Promise<Result<{ trustee: NamedTrustee }, TrusteeRefusal>> =>
  withTrustee(input, on, async (tx, trustee) => {
    const at = on.checkins.clock.now()
    await endTrustee(tx, { id: trustee.id, at })
    await noteAct(tx, on, { act: 'trustee-ended', trustee })
    return accept({ trustee: { ...trustee, endedAt: at } })
  })

type Tx = Parameters<typeof listTrustees>[0]

const withTrustee = async <T>(
  input: { trustee: string },
  { checkins, actor }: On,
  work: (tx: Tx, trustee: NamedTrustee) => Promise<Result<T, TrusteeRefusal>>,
): Promise<Result<T, TrusteeRefusal>> => {
  if (!mayNameTrustees(actor) || !isId(input.trustee)) return refuse({ code: 'trustees/not-found' })
  const id = input.trustee as TrusteeId
  return checkins.database.inOrganisation<Result<T, TrusteeRefusal>>(actor.organisation.id, async (tx) => {
    const trustee = await findTrusteeForUpdate(tx, id)
    if (!trustee || trustee.endedAt !== null) return refuse({ code: 'trustees/not-found' })
    return work(tx, trustee)
  })
}

const noteAct = (
  tx: Tx,
  { checkins, actor }: On,
  given: { act: string; trustee: Pick<NamedTrustee, 'id' | 'office'> },
) =>
  note({
    tx,
    clock: checkins.clock,
    organisation: actor.organisation.id,
    actor: actor.member.id,
    act: given.act,
    facts: { trustee: given.trustee.id, office: given.trustee.office },
  })
