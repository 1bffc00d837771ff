import {
  isSendingNow,
  type OrganisationSummary,
  readSendingHours,
} from '#capabilities/people/index.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { beginNotice, markNoticeSent, type NoticeKind } from '../../data/trustees/notices.server.ts'
import { listTrustees } from '../../data/trustees/trustees.server.ts'
import { findWaveForUpdate } from '../../data/waves.server.ts'
import type { NamedTrustee } from '../../domain/trustees/trustee.ts'
import { remindsAt } from '../../domain/trustees/trustee.ts'
import { collectsUntil, type Wave } from '../../domain/wave.ts'
import { noticeLetter, whyNotReleased } from '../../trustee-words.server.ts'
import { endUncounted } from '../end-uncounted.server.ts'
import { missingParts, readHeld } from './read-waiting.server.ts'

type On = { organisation: OrganisationSummary; wave: Wave }

/**
 * What becomes of a check-in that is over and lacks a part: its trustees are told, once and once more; when the time that
 * was promised has passed, it ends uncounted, on the public chain, and everybody who was asked is told the same.
 *
 * @returns `given-up` when its answers are to be destroyed now.
 */
export const waitForParts = async (checkins: Checkins, on: On): Promise<'waits' | 'given-up'> => {
  const held = await checkins.database.inOrganisation(on.organisation.id, (tx) => readHeld(tx, on.wave.id))
  if (!held) throw new Error('A check-in waits for trustees that it does not have.')
  const until = Date.parse(held.waitsUntil ?? '')
  if (checkins.steady.now().getTime() >= until) return (await giveUp(checkins, on)) ? 'given-up' : 'waits'
  const missing = await missingParts(checkins, on.wave.id)
  const identities = held.trustees
    .filter(({ publicKey }) => missing.includes(publicKey))
    .map(({ identity }) => identity)
  await tellTrustees(checkins, { ...on, identities, until: new Date(until) })
  return 'waits'
}

const giveUp = (checkins: Checkins, { organisation, wave: { id } }: On): Promise<boolean> =>
  checkins.database.inOrganisation(organisation.id, async (tx) => {
    const wave = await findWaveForUpdate(tx, id)
    // The last part came meanwhile: then it is counted after all.
    if (wave?.state !== 'closing' || (await missingParts(checkins, id)).length === 0) return false
    const why = whyNotReleased(organisation)
    await endUncounted(tx, { checkins, wave, by: 'not-released', why, act: 'check-in-not-released' })
    return true
  })

const tryAgainAfter = 15 * 60_000

/** Writes to the trustees whose part is missing, within the sending hours: when it is over, and once more a week later. */
const tellTrustees = async (
  checkins: Checkins,
  given: On & { identities: readonly string[]; until: Date },
): Promise<void> => {
  const { organisation, wave } = given
  const at = checkins.clock.now()
  const kind: NoticeKind = at >= remindsAt(collectsUntil(wave)) ? 'still-waits' : 'waits'
  const due = await checkins.database.inOrganisation(organisation.id, async (tx) => {
    const hours = await readSendingHours(tx)
    if (!isSendingNow({ at, hours, timeZone: organisation.timeZone })) return []
    const begun: (NamedTrustee & { email: string })[] = []
    for (const trustee of await listTrustees(tx)) {
      const { email, identity, id } = trustee
      if (email === null || identity === null || !given.identities.includes(identity)) continue
      const notice = { organisation: organisation.id, wave: wave.id, trustee: id, kind }
      const nextTryAt = new Date(at.getTime() + tryAgainAfter)
      if (await beginNotice(tx, { ...notice, at, nextTryAt })) begun.push({ ...trustee, email })
    }
    return begun
  })
  for (const { id, email } of due) {
    const notice = { organisation: organisation.id, wave: wave.id, trustee: id, kind }
    const letter = noticeLetter({ ...given, kind, publicUrl: checkins.publicUrl })
    try {
      await checkins.mail.send({ to: email, id: `${wave.id}-${id}-${kind}`, ...letter })
      await checkins.database.inOrganisation(organisation.id, (tx) => markNoticeSent(tx, { ...notice, at }))
    } catch (err) {
      checkins.log.warn({ err, kind }, 'a notice to a trustee could not be sent; it is tried again')
    }
  }
}
