import type { Actor } from '#capabilities/people/index.ts'
import type { Checkins } from '../../checkins.server.ts'
import { newSlots } from '../../domain/trustees/parts.ts'
import { makeParts } from '../../domain/trustees/prove.ts'
import type { Office } from '../../domain/trustees/trustee.ts'
import { keepParts } from './keep-parts.server.ts'
import { nameTrustee, renewTrusteeLink } from './name-trustee.server.ts'
import { readTrustees } from './read-trustees.server.ts'

/** For check-ins of the demo: the dates of a few months. */
const slotsOfDemo = 20

/**
 * Names a trustee and makes her parts here, on the server, from a code that everybody may know. For what is made up only:
 * a real code is made in its holder's browser and seen nowhere else. Safe to repeat after a kill.
 */
export const appointForDemo = async (
  given: { office: Office; name: string; code: Uint8Array },
  on: { checkins: Checkins; actor: Actor },
): Promise<void> => {
  const { office, name, code } = given
  const { organisation } = on.actor
  const there = (await readTrustees(on)).trustees.find((one) => one.office === office && one.endedAt === null)
  if (there?.codeMadeAt) return
  const linked = there
    ? await renewTrusteeLink({ trustee: there.id }, on)
    : await nameTrustee({ form: { office, name, email: '' } }, on)
  if (!linked.ok) throw new Error(linked.refusal.code)
  const slots = newSlots(crypto.getRandomValues(new Uint8Array(16))).slice(0, slotsOfDemo)
  const parts = await makeParts({ code, organisation: organisation.id, slots })
  const kept = await keepParts(
    { request: { secret: linked.value.secret, parts } },
    { checkins: on.checkins, organisation },
  )
  if (!kept.ok) throw new Error(kept.refusal.code)
}
