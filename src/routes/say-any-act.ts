import { sayCheckinAct } from '#capabilities/checkins/index.ui.ts'
import { sayAct } from '#capabilities/people/index.ui.ts'

/** An act of the audit in a sentence, whichever slice noted it; undefined for one that nobody has words for. */
export const sayAnyAct = (entry: Parameters<typeof sayAct>[0]): string | undefined =>
  sayAct(entry) ?? sayCheckinAct(entry)
