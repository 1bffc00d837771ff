import type { Actor } from '#capabilities/people/index.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { savePastedTexts } from '../data/pasted-texts.server.ts'
import { type PastedTexts, type PastingRefusal, withPastedTexts } from '../domain/instrument-pasting.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import { mayPasteTexts } from '../policy.server.ts'

/** Keeps the wording of a questionnaire that the organisation may use. Waves announced before keep what they asked. */
export const pasteTexts = async (
  input: { instrument: string; texts: PastedTexts },
  on: { checkins: Checkins; actor: Actor },
): Promise<Result<null, CheckinRefusal | PastingRefusal>> => {
  const { checkins, actor } = on
  if (!mayPasteTexts(actor)) return refuse({ code: 'checkins/not-allowed' })
  const instrument = checkins.instruments.get(input.instrument)
  if (!instrument) return refuse({ code: 'checkins/instrument-unknown' })
  const filled = withPastedTexts(instrument, input.texts)
  if (!filled.ok) return filled
  await checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    await savePastedTexts(tx, { organisation: actor.organisation.id, ...input })
    await note({
      tx,
      clock: checkins.clock,
      organisation: actor.organisation.id,
      actor: actor.member.id,
      act: 'wording-pasted',
      facts: { instrument: input.instrument, language: input.texts.locale },
    })
  })
  return accept(null)
}
