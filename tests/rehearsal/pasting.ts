import { type Checkins, pasteTexts } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'

/** The questionnaires from which the quarterly survey borrows. */
const lenders = ['cbi', 'weekly-five', 'qwl', 'fevs', 'hse-msit']

/** Pastes every wording that the quarterly survey waits for, in one language, as an administrator who holds it does. */
export const pasteAll = async (on: { checkins: Checkins; actor: Actor }): Promise<void> => {
  for (const instrument of lenders) {
    const shipped = on.checkins.instruments.get(instrument)
    if (!shipped) throw new Error(`There is no ${instrument}.`)
    const missing = shipped.items.filter(({ textFrom }) => textFrom === undefined)
    const sets = Object.entries(shipped.optionSets).filter(([, { textFrom }]) => textFrom === undefined)
    const texts = {
      locale: 'en',
      items: Object.fromEntries(missing.map(({ id }) => [id, `Wording of ${id}`])),
      options: Object.fromEntries(
        sets.map(([name, { options }]) => [
          name,
          Object.fromEntries(options.map(({ value }) => [String(value), `Answer ${value}`])),
        ]),
      ),
    }
    const pasted = await pasteTexts({ instrument, texts }, on)
    if (!pasted.ok) throw new Error(JSON.stringify(pasted.refusal))
  }
}
