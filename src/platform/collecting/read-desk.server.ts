import pg from 'pg'
import type { DatabaseAddress } from '../database/addresses.server.ts'
import type { Became } from './desk.server.ts'

export type DeskRow = {
  keyId: Buffer
  wave: string
  spki: Buffer
  opensAt: Date
  collectsUntil: Date
  sealedTo: Buffer
  became: Became
}

export type DeskReader = { read(): Promise<DeskRow[]>; close(): Promise<void> }

/** The one thing that a collector asks the database, in a role that may ask nothing else. */
export const openDeskReader = ({ address }: { address: DatabaseAddress }): DeskReader => {
  const pool = new pg.Pool({ ...address.forRole('collector'), max: 1, connectionTimeoutMillis: 10_000 })
  // What is asked says by itself that a connection was lost; unheard, the same would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return {
    read: async () => {
      const { rows } = await pool.query<DeskRow>(
        `select key_id as "keyId", wave, spki, opens_at as "opensAt", collects_until as "collectsUntil", sealed_to as "sealedTo", became
         from site.collecting`,
      )
      return rows
    },
    close: () => pool.end(),
  }
}
