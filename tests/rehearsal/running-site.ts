import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#platform/clock.ts'
import { readSettings } from '#platform/configuration/settings.server.ts'
import { type DatabaseAddress, embeddedAddress } from '#platform/database/addresses.server.ts'
import { engineIn } from '#platform/database/engine.server.ts'
import { type Log, silentLog } from '#platform/log/log.server.ts'
import type { Letter } from '#platform/mail/mail.server.ts'
import { type Site, startSite } from '../../src/entry.server.ts'
import { freshDatabase } from '../setup/database.ts'

export type RunningSite = {
  readonly site: Site
  /** Where the pages are. */
  url: string
  port: number
  /** Where ballots go when they have a hostname of their own. */
  anonymousUrl: string | undefined
  address: DatabaseAddress
  /** Its settings, by their names, as a process of its own would be given them. */
  variables: Readonly<Record<string, string>>
  clock: Clock & { set(instant: string): void }
  /** Every letter that left, codes included, the oldest first. */
  letters: Letter[]
  /** What the site logged as an error: bugs, which no journey may meet. */
  incidents: string[]
  /** The newest letter to somebody that the test accepts; waits for it. */
  letterTo(address: string, isMeant?: (letter: Letter) => boolean): Promise<Letter>
  /** Lets time pass for the waves: has the site look at the clock until `isThere` is true. */
  advanceUntil(isThere: () => Promise<boolean>): Promise<void>
  /** Ends the server, as a machine that is switched off; `start` begins it again on the same data, port and clock. */
  stop(): Promise<void>
  start(): Promise<void>
  end(): Promise<void>
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Asks again until there is an answer. @throws when `patience` ms went by without one. */
export const eventually = async <T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  named: { what: string; patience?: number },
): Promise<T> => {
  const until = Date.now() + (named.patience ?? 30_000)
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > until) throw new Error(`It never came: ${named.what}.`)
    await sleep(50)
  }
}

/**
 * The whole built site on a port and a database of its own, as an operator runs it; only the clock is set by hand, and
 * letters are kept in memory. One for each test file: the built pages are loaded once in a process.
 */
export const runSite = async (
  options: {
    now: string
    hasOwnBallotAddress?: boolean
    /** Where the site is said to be, on whatever port it gets; `http://localhost` unless told otherwise. */
    reachedAt?: { pages: string; ballots?: string }
    /** Further settings, by their names. */
    settings?: Readonly<Record<string, string>>
    /** Instead of one of the test run's databases; the data folder's own where it names none. */
    database?: { address: DatabaseAddress | undefined }
    /** Instead of a new one, which is gone at the end. */
    dataDir?: string
    /** Letters leave by SMTP_URL, or wait where there is none. */
    hasRealMail?: boolean
    log?: Log
  } = { now: '2026-11-20T09:00:00Z' },
): Promise<RunningSite> => {
  const fresh = options.database ? undefined : await freshDatabase()
  const databaseAddress = options.database ? options.database.address : fresh?.address
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'kith-running-'))
  if (!options.dataDir) chmodSync(dataDir, 0o755)
  const port = await freePort()
  const { pages, ballots } = options.reachedAt ?? {
    pages: 'http://localhost',
    ballots: options.hasOwnBallotAddress ? 'http://127.0.0.1' : undefined,
  }
  const url = `${pages}:${port}`
  const anonymousUrl = ballots && `${ballots}:${port}`
  const variables = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    ...options.settings,
    ...(anonymousUrl ? { ANONYMOUS_URL: anonymousUrl } : {}),
  }
  const settings = readSettings(variables)
  if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
  let now = new Date(options.now)
  const clock = {
    now: () => now,
    set: (instant: string) => {
      now = new Date(instant)
    },
  }
  const letters: Letter[] = []
  const mail = {
    isConnected: true,
    send: async ({ id: _, ...letter }: Letter) => void letters.push(letter),
    kept: () => [],
  }
  const incidents: string[] = []
  const open = () =>
    startSite(settings.value, {
      clock,
      ...(options.hasRealMail ? {} : { mail }),
      log: keepingErrors(incidents, options.log),
      ...(databaseAddress ? { databaseAddress } : {}),
      certificateEvery: 50,
    })
  let site = await open()
  return {
    get site() {
      return site
    },
    url,
    port,
    anonymousUrl,
    address: databaseAddress ?? embeddedAddress(engineIn(dataDir)),
    variables: { ...variables, ...(fresh ? { DATABASE_URL: fresh.url } : {}) },
    clock,
    letters,
    incidents,
    letterTo: (address, isMeant = () => true) =>
      eventually(() => letters.findLast((letter) => letter.to === address && isMeant(letter)), {
        what: `a letter to ${address}`,
      }),
    advanceUntil: (isThere) =>
      eventually(
        async () => {
          if (await isThere()) return true
          await site.composition.jobs.send('advance-waves', {})
          await sleep(200)
          return isThere()
        },
        { what: 'the wave that time should have moved on', patience: 60_000 },
      ).then(() => undefined),
    stop: () => site.stop(),
    start: async () => {
      site = await open()
    },
    end: async () => {
      await site.stop()
      await fresh?.drop()
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const keepingErrors = (incidents: string[], log: Log = silentLog): Log => ({
  ...log,
  error: (facts: { err?: unknown }, words?: string) => {
    log.error(facts, words)
    const error = facts.err instanceof Error ? (facts.err.stack ?? facts.err.message) : ''
    const cause = facts.err instanceof Error && facts.err.cause instanceof Error ? facts.err.cause.stack : ''
    incidents.push([words, error, cause].filter(Boolean).join('\n'))
  },
})
