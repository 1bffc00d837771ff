import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { listPastedTexts } from '../data/pasted-texts.server.ts'
import { cardOf, type InstrumentCard } from '../domain/instrument-card.ts'
import { type PastingForm, pastingFormOf } from '../domain/pasting-form.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { mayPasteTexts, mayPlanWaves } from '../policy.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'

type On = { checkins: Checkins; actor: Actor }

export type Library = { instruments: InstrumentCard[]; may: { paste: boolean } }

/** Every questionnaire that Kith knows, as this organisation may ask it. For those who plan or paste. */
export const readQuestionnaires = async (on: On): Promise<Result<Library, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPasteTexts(actor) && !mayPlanWaves(actor)) return refuse({ code: 'checkins/not-allowed' })
  const instruments = await checkins.database.inOrganisation(actor.organisation.id, (tx) =>
    instrumentsOf(tx, checkins),
  )
  return accept({
    instruments: [...instruments.values()].map((one) =>
      cardOf(one, actor.language ?? actor.organisation.language),
    ),
    may: { paste: mayPasteTexts(actor) },
  })
}

/** The form in which an administrator pastes the wording of one questionnaire in one language, with what is there. */
export const readPastingForm = async (
  input: { instrument: string; locale: string },
  on: On,
): Promise<Result<{ card: InstrumentCard; form: PastingForm }, CheckinRefusal>> => {
  const { checkins, actor } = on
  if (!mayPasteTexts(actor)) return refuse({ code: 'checkins/not-allowed' })
  const shipped = checkins.instruments.get(input.instrument)
  if (!shipped) return refuse({ code: 'checkins/not-found' })
  const { filled, pasted } = await checkins.database.inOrganisation(actor.organisation.id, async (tx) => ({
    filled: (await instrumentsOf(tx, checkins)).get(input.instrument) ?? shipped,
    pasted: (await listPastedTexts(tx)).get(input.instrument) ?? [],
  }))
  const language = actor.language ?? actor.organisation.language
  return accept({
    card: cardOf(filled, language),
    form: pastingFormOf({ shipped, pasted, locale: input.locale, language }),
  })
}
