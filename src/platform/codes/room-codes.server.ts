import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganisationId, RoomId } from '#kernel/ids.ts'
import type { Database } from '../database/database.server.ts'

/** Without vowels, so that no code is a word, and without what looks alike. */
const letters = '23456789BCDFGHJKMPQRTVWXZ'
const LENGTH = 6

const draw = () => Array.from({ length: LENGTH }, () => letters[randomInt(letters.length)]).join('')

/** What somebody typed, as a code: small letters, spaces and dashes do not matter. Undefined where it can be none. */
export const readCode = (typed: string): string | undefined => {
  const code = typed.toUpperCase().replace(/[\s-]/g, '')
  return code.length === LENGTH && [...code].every((letter) => letters.includes(letter)) ? code : undefined
}

/** A code that nobody else on the site has. */
export const takeCode = async (
  database: Database,
  of: { organisation: OrganisationId; room: RoomId },
): Promise<string> => {
  for (;;) {
    const code = draw()
    const { rows } = await database.askSite((tx) =>
      sql`insert into site.room_code (code, organisation, room)
        values (${code}, ${of.organisation}::uuid, ${of.room}::uuid)
        on conflict do nothing returning code`.execute(tx),
    )
    if (rows.length > 0) return code
  }
}

export const findCode = async (
  database: Database,
  code: string,
): Promise<{ organisation: OrganisationId; room: RoomId } | undefined> => {
  const { rows } = await database.askSite((tx) =>
    sql<{ organisation: OrganisationId; room: RoomId }>`
      select organisation, room from site.room_code where code = ${code}`.execute(tx),
  )
  return rows[0]
}

/** The codes of an organisation's rooms. */
export const listCodes = async (
  database: Database,
  organisation: OrganisationId,
): Promise<{ code: string; room: RoomId }[]> =>
  (
    await database.askSite((tx) =>
      sql<{ code: string; room: RoomId }>`
        select code, room from site.room_code where organisation = ${organisation}::uuid`.execute(tx),
    )
  ).rows

export const freeCode = (database: Database, code: string): Promise<unknown> =>
  database.askSite((tx) => sql`delete from site.room_code where code = ${code}`.execute(tx))
