import * as v from 'valibot'
import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { TrusteeId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { PartsRequest } from '../../contract/trustee-forms.ts'
import { countFreeSlots, insertSlots } from '../../data/trustees/slots.server.ts'
import {
  findByLink,
  findTrusteeForUpdate,
  listTrustees,
  setIdentity,
} from '../../data/trustees/trustees.server.ts'
import { slotsAtOnce } from '../../domain/trustees/parts.ts'
import { isProven } from '../../domain/trustees/prove.ts'
import type { TrusteeRefusal } from '../../domain/trustees/refusals.ts'
import type { NamedTrustee } from '../../domain/trustees/trustee.ts'
import { hashOfSecret } from './link.server.ts'

type On = { checkins: Checkins; organisation: OrganisationSummary }

/** Whom a link to make a code was given to. Looking changes nothing. */
export const readTrusteeLink = async (
  input: { secret: string },
  on: On,
): Promise<Result<Pick<NamedTrustee, 'id' | 'name' | 'office'>, TrusteeRefusal>> => {
  const hash = hashOfSecret(input.secret)
  const at = on.checkins.clock.now()
  const found = await on.checkins.database.inOrganisation(on.organisation.id, (tx) =>
    findByLink(tx, { hash, at }),
  )
  if (!found) return refuse({ code: 'trustees/link-not-valid' })
  const { id, name, office } = found
  return accept({ id, name, office })
}

type Kept = Result<{ trustee: TrusteeId; free: number }, TrusteeRefusal>

/**
 * Keeps the public halves of parts that a trustee's browser made ahead. The first time her link says who she is; later
 * her identity's signature under each part does. The same parts again change nothing.
 */
export const keepParts = async (input: { request: unknown }, on: On): Promise<Kept> => {
  const request = v.safeParse(PartsRequest, input.request)
  if (!request.success) return refuse({ code: 'trustees/not-readable' })
  const { parts, secret } = request.output
  const identity = parts[0]?.identity ?? ''
  const { checkins, organisation } = on
  const isHers = parts.every((part) => part.identity === identity)
  const proven = await Promise.all(parts.map((part) => isProven(part, organisation.id)))
  if (!isHers || !proven.every(Boolean)) return refuse({ code: 'trustees/not-readable' })
  return checkins.database.inOrganisation<Kept>(organisation.id, async (tx) => {
    const at = checkins.clock.now()
    // First of all, since it waits for another browser with the same link: what is read after it is true.
    const named = secret && (await findByLink(tx, { hash: hashOfSecret(secret), at }))
    const holder = (await listTrustees(tx)).find((one) => one.endedAt === null && one.identity === identity)
    if (secret !== undefined && !named) {
      // A browser that lost the answer asks again: the link was used, by her.
      return holder
        ? accept({ trustee: holder.id, free: (await countFreeSlots(tx)).get(holder.id) ?? 0 })
        : refuse({ code: 'trustees/link-not-valid' })
    }
    if (named && holder) return refuse({ code: 'trustees/code-in-use' })
    const trustee = named || (holder && (await findTrusteeForUpdate(tx, holder.id)))
    if (!trustee || trustee.endedAt !== null) return refuse({ code: 'trustees/not-found' })
    const before = (await countFreeSlots(tx)).get(trustee.id) ?? 0
    if (before + parts.length > 3 * slotsAtOnce) return refuse({ code: 'trustees/enough-parts' })
    if (named) await setIdentity(tx, { id: named.id, identity, at })
    await insertSlots(tx, { organisation: organisation.id, trustee: trustee.id, parts })
    const free = (await countFreeSlots(tx)).get(trustee.id) ?? 0
    if (named || free > before)
      await note({
        tx,
        clock: checkins.clock,
        organisation: organisation.id,
        actor: null,
        act: named ? 'trustee-code-made' : 'trustee-parts-made',
        facts: { trustee: trustee.id, office: trustee.office },
      })
    return accept({ trustee: trustee.id, free })
  })
}
