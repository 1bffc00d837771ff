import type { Letters } from '#capabilities/people/index.server.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { m } from '#messages'
import { moment } from '#ui/format.ts'
import { findFrozen, findWave } from './data/waves.server.ts'
import { fingerprint } from './domain/manifest/fingerprint.ts'
import type { Questions } from './domain/wave.ts'
import { hashText } from './keys/signer.server.ts'

/**
 * The letters that check-ins ask people to send. That a wave is open is told in the same words to everyone eligible;
 * once it has closed or was cancelled there is nothing to say, and the letter is dropped.
 */
export const checkinLetters: Letters = {
  'check-in-open': async ({ organisation, member, about, publicUrl, tx }) => {
    const wave = isId(about) ? await findWave(tx, about as WaveId) : undefined
    if (wave?.state !== 'open') return undefined
    const { manifest, questions } = (await findFrozen(tx, wave.id)) ?? {}
    if (!manifest || !questions) return undefined
    const asked = (JSON.parse(questions) as Questions).items.length
    return {
      to: member.email,
      subject: m.mail_open_subject({ organisation: organisation.name }),
      text: m.mail_open_text({
        title: wave.title,
        closes: moment({ at: wave.closesAt, zone: organisation.timeZone, locale: 'en' }),
        count: asked,
        url: `${publicUrl}/app/${organisation.slug}`,
        words: fingerprint(hashText(manifest).toString('base64url')).join(', '),
      }),
    }
  },
}
