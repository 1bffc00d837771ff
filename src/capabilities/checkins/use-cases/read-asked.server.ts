import type { Actor } from '#capabilities/people/index.ts'
import { isId, type WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { findFrozen } from '../data/waves.server.ts'
import { formIn } from '../domain/questions.ts'
import type { Questions } from '../domain/wave.ts'

export type Asked = {
  readonly title: string
  readonly version: string
  readonly questions: number
  readonly unvalidated: number
}

/** Which questionnaire a wave asked, as it was frozen at the announcement; null for a draft. */
export const readAsked = async (
  input: { wave: string },
  on: { checkins: Checkins; actor: Actor },
): Promise<Asked | null> => {
  if (!isId(input.wave)) return null
  const id = input.wave as WaveId
  const frozen = await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) =>
    findFrozen(tx, id),
  )
  if (!frozen?.questions) return null
  const questions = JSON.parse(frozen.questions) as Questions
  const { version } = questions
  const title = questions.titles?.[on.actor.language ?? ''] ?? questions.title
  const { items } = formIn(questions, questions.forms?.[0]?.locale ?? '')
  return {
    title,
    version,
    questions: items.length,
    unvalidated: items.filter(({ validated }) => !validated).length,
  }
}
