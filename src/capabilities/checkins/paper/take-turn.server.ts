import type { Clock } from '#platform/clock.ts'
import type { Attempts } from '#platform/sign-in/attempts.server.ts'
import type { Language } from '#ui/languages.ts'
import type { TicketKeys } from '../checkins.server.ts'
import type { BallotAnswers } from '../domain/ballot.ts'
import { answersToSend } from '../domain/draft.ts'
import { readCode } from '../domain/paper/code.ts'
import { formIn } from '../domain/questions.ts'
import type { BallotAnswer } from '../domain/refusals.ts'
import type { Questions } from '../domain/wave.ts'
import { castByCode } from './cast-by-code.server.ts'
import type { PaperPage } from './frame.ts'
import { alreadyUsed, askForCode, askQuestions, type Carried, review, tooEarly, tooLate } from './pages.ts'
import type { FoundSheet, SheetBox } from './sheet-box.server.ts'

export type PaperRoom = {
  readonly box: SheetBox
  readonly attempts: Attempts
  readonly clock: Clock
  readonly ticketKeys: TicketKeys
  readonly collect: (bytes: Uint8Array) => Promise<BallotAnswer>
}

/**
 * Wrong codes in a minute, of everybody together, from which on they are told to wait. Right ones never are: ninety bits
 * are not guessed, and a limit for all would let anybody shut out a ward. No address is looked at.
 */
const wrongCodes = { window: 60, max: 3000 }

/** Takes one step of the form. Nothing is kept between steps: all that is known stands in the fields. */
export const takeTurn = async (
  fields: URLSearchParams,
  on: PaperRoom & { language: Language },
): Promise<PaperPage | 'received'> => {
  const { language } = on
  const typed = fields.get('code') ?? ''
  const isKeyedIn = fields.get('by') === 'hand'
  const read = readCode(typed)
  const again = { language, typed, isKeyedIn }
  // Another language was chosen before a code was typed.
  if (!read.ok && read.refusal === 'empty' && !fields.has('go')) return askForCode(again)
  if (!read.ok) return askForCode({ ...again, problem: read.refusal, status: 422 })
  const sheet = await on.box.find(read.value)
  const isPaused = sheet.kind === 'unknown' && !(await on.attempts.consume('wrong codes', wrongCodes)).allowed
  if (isPaused) return askForCode({ ...again, problem: 'paused', status: 429 })
  if (sheet.kind !== 'good') return askForCode({ ...again, problem: sheet.kind, status: 422 })
  const now = on.clock.now()
  const { paper: of, opensAt, isHeld, collectsUntil } = sheet.wave
  if (isHeld || now < opensAt) return tooEarly({ language, of, opensAt, isLate: now >= opensAt })
  if (now >= collectsUntil) return tooLate({ language, of })
  const answers = answersIn(fields, { questions: of.questions, language })
  return answer(
    {
      place: fields.get('at'),
      go: fields.get('go'),
      sheet,
      carried: { code: read.value, isKeyedIn, answers },
    },
    on,
  )
}

/** Only what this language asks and offers; another language may ask other questions. */
const answersIn = (
  fields: URLSearchParams,
  on: { questions: Questions; language: Language },
): BallotAnswers => {
  const { items } = formIn(on.questions, on.language)
  const chosen = items.flatMap(({ id }) => {
    const value = fields.get(`q:${id}`)
    return value ? [[id, Number(value)] as const] : []
  })
  return answersToSend({ at: 0, answers: Object.fromEntries(chosen) }, { ...on.questions, items: [...items] })
}

const answer = async (
  step: {
    place: string | null
    go: string | null
    sheet: Extract<FoundSheet, { kind: 'good' }>
    carried: Carried
  },
  on: PaperRoom & { language: Language },
): Promise<PaperPage | 'received'> => {
  const { place, go, sheet, carried } = step
  const { language } = on
  const of = sheet.wave.paper
  if (place === 'review' && go === 'send') {
    const became = await castByCode({ ...carried, sheet }, on).catch(
      (): BallotAnswer => 'ballot/cannot-store',
    )
    switch (became) {
      case 'received':
        return 'received'
      case 'ballot/ticket-spent':
        return alreadyUsed({ language, of })
      case 'ballot/came-too-late':
      case 'ballot/wave-cancelled':
        return tooLate({ language, of })
      case 'ballot/too-early':
        return tooEarly({ language, of, opensAt: sheet.wave.opensAt })
      default:
        return review({ language, of, carried, isNotStored: true })
    }
  }
  const isReview = (place === 'questions' && go === 'next') || (place === 'review' && go !== 'back')
  if (isReview) return review({ language, of, carried })
  return askQuestions({ language, of, group: sheet.group, carried })
}
