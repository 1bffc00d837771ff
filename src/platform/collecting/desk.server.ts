import { sql } from 'kysely'
import type { Database } from '../database/database.server.ts'

export type Became = 'live' | 'late' | 'cancelled'
export type CollectedWave = {
  wave: string
  opensAt: Date
  collectsUntil: Date
  /** The public key to which its pool seals. */
  sealedTo: Uint8Array
  keys: readonly { keyId: Uint8Array; spki: Uint8Array }[]
}

/** What a site tells a collector that runs as a process of its own, by way of the database. */
export type Desk = {
  /** Safe to repeat. What is over stays over. */
  publish(wave: CollectedWave): Promise<void>
  end(of: { wave: string; became: Exclude<Became, 'live'> }): Promise<void>
  /** Waves that ended before this are not spoken of any more. */
  forget(before: Date): Promise<void>
}

export const openDesk = ({ database }: { database: Pick<Database, 'inSite'> }): Desk => ({
  publish: ({ wave, opensAt, collectsUntil, sealedTo, keys }) =>
    database.inSite(async (tx) => {
      for (const { keyId, spki } of keys)
        await sql`
          insert into site.collecting (key_id, wave, spki, opens_at, collects_until, sealed_to)
          values (${Buffer.from(keyId)}, ${wave}, ${Buffer.from(spki)}, ${opensAt}, ${collectsUntil}, ${Buffer.from(sealedTo)})
          on conflict (key_id) do update set sealed_to = excluded.sealed_to`.execute(tx)
    }),
  end: ({ wave, became }) =>
    database.inSite(
      async (tx) =>
        void (await sql`
          update site.collecting set became = ${became} where wave = ${wave} and became = 'live'`.execute(
          tx,
        )),
    ),
  forget: (before) =>
    database.inSite(
      async (tx) =>
        void (await sql`delete from site.collecting where collects_until < ${before}`.execute(tx)),
    ),
})
