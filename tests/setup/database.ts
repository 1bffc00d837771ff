import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { addressOf, onMaintenance, type ServerPlace, urlOf } from './throw-away-server.ts'

export type FreshDatabase = {
  address: DatabaseAddress
  /** The same database for a site that is started with `DATABASE_URL`. */
  url: string
  name: string
  drop(): Promise<void>
}

/**
 * A database of its own with the newest schema and nothing in it, on a real PostgreSQL. One for each test file is the
 * habit; a test that needs another takes another: a few hundredths of a second.
 */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const { place, template, run } = await askKeeper()
  const name = `kith_test_${run}_${randomBytes(6).toString('hex')}`
  await copyTemplate({ place, template, name })
  return {
    address: addressOf({ place, database: name }),
    url: urlOf({ place, database: name }),
    name,
    drop: async () => void (await onMaintenance(place, `drop database if exists ${name} with (force)`)),
  }
}

const askKeeper = async (): Promise<{ place: ServerPlace; template: string; run: number }> => {
  const answer = await fetch(inject('databaseKeeper'))
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The database of this test run did not start.\n${text}`)
  return JSON.parse(text)
}

const beingAccessed = '55006'
/** The server's own housekeeping may look into the template for a moment. */
const copyTemplate = async (options: { place: ServerPlace; template: string; name: string }) => {
  for (let attempt = 1; ; attempt++) {
    try {
      await onMaintenance(
        options.place,
        `create database ${options.name} template ${options.template} strategy file_copy`,
      )
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== beingAccessed || attempt === 50) throw error
      await sleep(100)
    }
  }
}
