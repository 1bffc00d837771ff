import type { Letters, MessageFacts } from '#capabilities/people/index.server.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import { m } from '#messages'
import { baseLocale } from '#messages/runtime.js'
import { moment, number, shortDay } from '#ui/format.ts'
import { isLanguage } from '#ui/languages.ts'
import { findCancellation } from './data/chain.server.ts'
import { findFrozen, findWave } from './data/waves.server.ts'
import { fingerprint } from './domain/manifest/fingerprint.ts'
import { formIn } from './domain/questions.ts'
import type { Questions, Wave } from './domain/wave.ts'
import { hashText } from './keys/signer.server.ts'

/**
 * The letters that check-ins ask people to send: the same words to everyone eligible, with one link for all. Once a wave
 * has closed or was cancelled there is nothing to say of its being open, and those letters are dropped.
 */
export const checkinLetters = {
  'check-in-open': {
    make: async (facts: MessageFacts) => {
      const open = await findOpen(facts)
      if (!open) return undefined
      return {
        to: facts.member.email,
        subject: m.mail_open_subject({ organisation: facts.organisation.name }, inHers(facts)),
        text: m.mail_open_text({ ...open.said, count: open.questions }, inHers(facts)),
      }
    },
  },
  'check-in-reminder': {
    make: async (facts: MessageFacts) => {
      const open = await findOpen(facts)
      if (!open) return undefined
      return {
        to: facts.member.email,
        subject: m.mail_reminder_subject({ organisation: facts.organisation.name }, inHers(facts)),
        text: m.mail_reminder_text(open.said, inHers(facts)),
      }
    },
  },
  'check-in-cancelled': {
    make: async (facts: MessageFacts) => {
      const wave = await find(facts)
      if (wave?.state !== 'cancelled') return undefined
      const isNotOpened = (await findCancellation(facts.tx, wave.id))?.by === 'not-released'
      if (isNotOpened)
        return {
          to: facts.member.email,
          subject: m.mail_not_opened_subject({ organisation: facts.organisation.name }, inHers(facts)),
          text: m.mail_not_opened_text(
            { title: wave.title, why: wave.cancelledWhy ?? '', url: urlOf(facts) },
            inHers(facts),
          ),
        }
      return {
        to: facts.member.email,
        subject: m.mail_cancelled_subject({ organisation: facts.organisation.name }, inHers(facts)),
        text: m.mail_cancelled_text(
          { title: wave.title, why: wave.cancelledWhy ?? '', url: urlOf(facts) },
          inHers(facts),
        ),
      }
    },
  },
} satisfies Letters

const inHers = ({ language }: MessageFacts) => ({ locale: language })

/** What one date of a series is called: everybody reads it, so it speaks the organisation's own language. */
export const waveTitle = (given: { title: string; on: string; language: string }): string => {
  const locale = isLanguage(given.language) ? given.language : baseLocale
  return m.series_wave_title({ title: given.title, day: shortDay({ on: given.on, locale }) }, { locale })
}

const urlOf = ({ publicUrl, organisation }: MessageFacts): string => `${publicUrl}/app/${organisation.slug}`

const find = ({ tx, about }: MessageFacts): Promise<Wave | undefined> =>
  isId(about) ? findWave(tx, about as WaveId) : Promise.resolve(undefined)

const findOpen = async (facts: MessageFacts) => {
  const wave = await find(facts)
  if (wave?.state !== 'open' || facts.now >= wave.closesAt) return undefined
  const { manifest, questions } = (await findFrozen(facts.tx, wave.id)) ?? {}
  if (!manifest || !questions) return undefined
  const { language: locale } = facts
  const asked = formIn(JSON.parse(questions) as Questions, locale).items.length
  return {
    questions: number({ value: asked, locale }),
    said: {
      title: wave.title,
      closes: moment({ at: wave.closesAt, zone: facts.organisation.timeZone, locale }),
      url: urlOf(facts),
      words: fingerprint(hashText(manifest).toString('base64url')).join(', '),
    },
  }
}
