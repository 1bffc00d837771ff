import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { findFrozen, findWave } from '../data/waves.server.ts'
import { formIn, questionsOf } from '../domain/questions.ts'
import { askedOn } from '../domain/survey/turns.ts'
import type { Questions } from '../domain/wave.ts'
import { mayPlanWaves } from '../policy.server.ts'
import { dayOfTurn } from './day-of-turn.server.ts'
import { instrumentsOf } from './instruments-of.server.ts'

export type Asked = {
  readonly title: string
  readonly version: string
  readonly questions: number
  readonly unvalidated: number
  /** The modules of a survey that are asked, by name; none elsewhere. */
  readonly modules: readonly string[]
}

type On = { checkins: Checkins; actor: Actor }

/** Which questionnaire a wave asked, as it was frozen at the announcement; of a draft, to planners, what it would ask. */
export const readAsked = async (input: { wave: string }, on: On): Promise<Asked | null> => {
  if (!isId(input.wave)) return null
  const id = input.wave as WaveId
  const questions = await on.checkins.database.inOrganisation(on.actor.organisation.id, async (tx) => {
    const frozen = await findFrozen(tx, id)
    return frozen?.questions ? (JSON.parse(frozen.questions) as Questions) : draftQuestions(tx, { id, on })
  })
  if (!questions) return null
  const { version } = questions
  const language = on.actor.language ?? on.actor.organisation.language
  const title = questions.titles?.[on.actor.language ?? ''] ?? questions.title
  const { items } = formIn(questions, questions.forms?.[0]?.locale ?? '')
  return {
    title,
    version,
    questions: items.length,
    unvalidated: items.filter(({ validated }) => !validated).length,
    modules: (questions.sections ?? []).map(({ names }) => names[language] ?? Object.values(names)[0] ?? ''),
  }
}

const draftQuestions = async (tx: Tx, given: { id: WaveId; on: On }): Promise<Questions | undefined> => {
  const { checkins, actor } = given.on
  const wave = mayPlanWaves(actor) ? await findWave(tx, given.id) : undefined
  if (wave?.state !== 'draft') return undefined
  const instrument = (await instrumentsOf(tx, checkins)).get(wave.instrument)
  if (!instrument) return undefined
  const { language, timeZone } = actor.organisation
  return questionsOf(askedOn(instrument, await dayOfTurn(tx, { wave, timeZone })), language)
}
