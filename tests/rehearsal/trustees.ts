import { toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import type { Manifest } from '#capabilities/checkins/domain/manifest/manifest.ts'
import { codeSize } from '#capabilities/checkins/domain/trustees/code.ts'
import { newSlots, partOf } from '#capabilities/checkins/domain/trustees/parts.ts'
import { makeParts as makeProven } from '#capabilities/checkins/domain/trustees/prove.ts'
import type { Office } from '#capabilities/checkins/domain/trustees/trustee.ts'
import { type Checkins, givePart, keepParts, nameTrustee } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'

/** Somebody who holds a part of the keys, with what her browser does. */
export type HeldCode = { code: Uint8Array; office: Office; name: string }

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal))
  return result.value
}

/** Parts as her browser makes them; fewer than a browser would, which is quicker. */
export const makeParts = (given: { code: Uint8Array; organisation: string; count?: number }) =>
  makeProven({
    ...given,
    slots: newSlots(crypto.getRandomValues(new Uint8Array(16))).slice(0, given.count ?? 4),
  })

/** Names a trustee and makes her code, so that the next check-in that is announced has her. */
export const appointTrustee = async (
  on: { checkins: Checkins; actor: Actor },
  wish: { office?: Office; name?: string; email?: string; count?: number } = {},
): Promise<HeldCode> => {
  const { office = 'data-protection', name = 'Dora Petrov', email = '', count } = wish
  const named = must(await nameTrustee({ form: { office, name, email } }, on))
  const code = crypto.getRandomValues(new Uint8Array(codeSize))
  const organisation = on.actor.organisation.id
  const parts = await makeParts({ code, organisation, ...(count === undefined ? {} : { count }) })
  const { checkins } = on
  must(
    await keepParts(
      { request: { secret: named.secret, parts } },
      { checkins, organisation: on.actor.organisation },
    ),
  )
  return { code, office, name }
}

/** What she hands over for a check-in, from its manifest, as her browser derives it. */
export const partFor = async (given: { manifest: Manifest; held: HeldCode }) => {
  const { manifest, held } = given
  const trustee = manifest.trustees?.find(({ office }) => office === held.office)
  if (!trustee) throw new Error('This check-in does not have this trustee.')
  const part = await partOf({ code: held.code, organisation: manifest.organisation, slot: trustee.slot })
  return { wave: manifest.wave, publicKey: trustee.publicKey, part: toBase64Url(part.scalar) }
}

/** Releases her part of a check-in. @returns what the site answered. */
export const releasePart = async (
  on: { checkins: Checkins; actor: Actor },
  given: { manifest: Manifest; held: HeldCode },
) => {
  const request = await partFor(given)
  return givePart({ request }, { checkins: on.checkins, organisation: on.actor.organisation })
}
