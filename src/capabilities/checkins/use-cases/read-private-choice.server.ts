import type { Actor } from '#capabilities/people/index.ts'
import type { Checkins } from '../checkins.server.ts'
import type { Instrument } from '../domain/instrument.ts'
import { askedItems } from '../domain/instrument-asking.ts'
import { instrumentsOf } from './instruments-of.server.ts'

/** What somebody may fill in for herself: whole, so that her browser scores it and nothing goes back. */
export type PrivateChoice = {
  offered: Instrument[]
  /** Titles of those that nobody can be asked yet, because their wording may not be printed here. */
  awaiting: string[]
}

/** The same for everybody in the organisation: what she opens of it is not told to the site. */
export const readPrivateChoice = async (on: { checkins: Checkins; actor: Actor }): Promise<PrivateChoice> => {
  const { checkins, actor } = on
  const { language } = actor.organisation
  const all = await checkins.database.inOrganisation(actor.organisation.id, (tx) =>
    instrumentsOf(tx, checkins),
  )
  const forOneself = [...all.values()].filter(({ alone }) => alone !== undefined)
  const canBeAsked = (one: Instrument) => askedItems(one, language).length > 0
  return {
    offered: forOneself.filter(canBeAsked),
    awaiting: forOneself
      .filter((one) => !canBeAsked(one))
      .map(({ id, title }) => title[language] ?? Object.values(title)[0] ?? id),
  }
}
