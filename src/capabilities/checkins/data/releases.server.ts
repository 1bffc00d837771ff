import { sql } from 'kysely'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

/** A release is written once; a closing that runs again finds it there and leaves it. */
export const insertRelease = async (
  tx: Tx,
  release: { organisation: OrganisationId; wave: WaveId; document: string; publishedAt: Date },
): Promise<void> => {
  await of(tx)
    .insertInto('org.release')
    .values({
      organisation: release.organisation,
      wave: release.wave,
      document: release.document,
      published_at: release.publishedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const findRelease = async (tx: Tx, wave: WaveId): Promise<string | undefined> =>
  (await of(tx).selectFrom('org.release').select('document').where('wave', '=', wave).executeTakeFirst())
    ?.document

/** Whole documents of one series, that is of one instrument and audience, oldest first, for the trend. */
export const listReleasesOf = async (
  tx: Tx,
  series: { instrument: string; audience: readonly string[] },
): Promise<string[]> =>
  (
    await of(tx)
      .selectFrom('org.release as r')
      .innerJoin('org.wave as w', (join) =>
        join.onRef('w.organisation', '=', 'r.organisation').onRef('w.id', '=', 'r.wave'),
      )
      .select('r.document')
      .where('w.instrument', '=', series.instrument)
      // As one array: kysely would write a list, which is no array and may not be empty.
      .where(sql<boolean>`w.audience = ${[...series.audience].sort()}::uuid[]`)
      .orderBy('w.opens_at')
      .execute()
  ).map((row) => row.document)

export const listReleaseHeads = (tx: Tx) =>
  of(tx)
    .selectFrom('org.release as r')
    .innerJoin('org.wave as w', (join) =>
      join.onRef('w.organisation', '=', 'r.organisation').onRef('w.id', '=', 'r.wave'),
    )
    .select(['r.wave', 'w.title', 'r.published_at', 'w.opens_at', 'w.closes_at'])
    .orderBy('w.opens_at', 'desc')
    .execute()
