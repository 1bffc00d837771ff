import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { listPastedTexts } from '../data/pasted-texts.server.ts'
import type { Instrument } from '../domain/instrument.ts'
import { type PastedTexts, withPastedTexts } from '../domain/instrument-pasting.ts'
import { withBorrowed } from '../domain/survey/borrow.ts'

/** The instruments as this organisation may ask them: those that Kith brings, with the wordings it has pasted; surveys with what they borrow. */
export const instrumentsOf = async (tx: Tx, checkins: Checkins): Promise<ReadonlyMap<string, Instrument>> => {
  const pasted = await listPastedTexts(tx)
  const instruments = new Map(checkins.instruments)
  for (const [id, byLocale] of pasted) {
    for (const texts of byLocale) {
      const instrument = instruments.get(id)
      const filled = instrument && withPastedTexts(instrument, texts satisfies PastedTexts)
      if (filled?.ok) instruments.set(id, filled.value)
    }
  }
  for (const [id, one] of instruments) if (one.modules) instruments.set(id, withBorrowed(one, instruments))
  return instruments
}
