import type { Tx } from '#platform/database/database.server.ts'
import { listSeriesDates } from '../data/series.server.ts'
import type { Wave } from '../domain/wave.ts'
import { localText } from './local-times.server.ts'

/**
 * The day by which the modules of a survey take turns: that on which it opens, or of a series that for which it was
 * planned, so that a holiday that moves it into another quarter takes nobody's turn.
 */
export const dayOfTurn = async (tx: Tx, given: { wave: Wave; timeZone: string }): Promise<string> => {
  const { wave, timeZone } = given
  const dates = wave.series ? [...(await listSeriesDates(tx, wave.series)).values()] : []
  const planned = dates.find((date) => date.wave === wave.id)?.plannedOn
  return planned ?? localText(wave.opensAt, timeZone).slice(0, 10)
}
