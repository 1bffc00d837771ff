import type { OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PastedTexts } from '../domain/instrument-pasting.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** By instrument, one entry for each language. */
export const listPastedTexts = async (tx: Tx): Promise<Map<string, PastedTexts[]>> => {
  const found = new Map<string, PastedTexts[]>()
  for (const row of await of(tx).selectFrom('org.pasted_text').selectAll().execute()) {
    const texts = JSON.parse(row.texts) as Omit<PastedTexts, 'locale'>
    found.set(row.instrument, [...(found.get(row.instrument) ?? []), { locale: row.language, ...texts }])
  }
  return found
}

export const savePastedTexts = async (
  tx: Tx,
  given: { organisation: OrganisationId; instrument: string; texts: PastedTexts },
): Promise<void> => {
  const { locale, ...texts } = given.texts
  await of(tx)
    .insertInto('org.pasted_text')
    .values({
      organisation: given.organisation,
      instrument: given.instrument,
      language: locale,
      texts: JSON.stringify(texts),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation', 'instrument', 'language'])
        .doUpdateSet({ texts: JSON.stringify(texts) }),
    )
    .execute()
}
