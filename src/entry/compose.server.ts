import { join } from 'node:path'
import { checkinHolding, openCheckins } from '#capabilities/checkins/index.server.ts'
import {
  countLetters,
  countOldSupport,
  openRosterReader,
  openSupportShelf,
} from '#capabilities/people/index.server.ts'
import { openRooms, roomHolding } from '#capabilities/rooms/index.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { openHealth } from '#platform/health/look.server.ts'
import { startJobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import { connectMail, keepMail, type Mail } from '#platform/mail/mail.server.ts'
import { watchMail } from '#platform/mail/watch-mail.server.ts'
import { openPush, type Push } from '#platform/push/push.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { readList } from '#platform/served-files/read-list.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import { createSignIn } from '#platform/sign-in/sign-in.server.ts'
import { openSteadyClock } from '#platform/steady-clock.server.ts'
import type { Composition } from '../composition.server.ts'
import { signInLetter } from './letters.server.ts'
import type { Undo } from './undo.server.ts'

/** Builds everything with state, on a database that is there and up to date. */
export const compose = async (on: {
  settings: Settings
  log: Log
  address: DatabaseAddress
  undo: Undo
  replace: { clock?: Clock; mail?: Mail; push?: Push }
  certificateUntil(): Date | undefined
}): Promise<Composition> => {
  const { settings, log, address, undo, replace } = on
  const { dataDir, publicUrl } = settings
  const clock = replace.clock ?? systemClock
  const files = readList(join(import.meta.dirname, '../../build/client/integrity.json'))
  const database = openDatabase({ address, log })
  undo.add(() => database.close())
  const secrets = openSecrets(dataDir)
  const mail = watchMail({ clock, mail: replace.mail ?? mailOf(settings) })
  const push = replace.push ?? openPush({ dataDir, contact: settings.mailFrom })
  const attempts = createAttempts({ clock })
  const signIn = createSignIn({
    pool: database.sitePool,
    secret: secrets.signIn,
    publicUrl,
    attempts,
    // A code that waits in a file would let whoever runs the site sign in as anybody.
    sendCode: async (asked) => {
      if (mail.isConnected) await mail.send(signInLetter(asked))
    },
  })
  const steady = openSteadyClock({ clock, file: join(dataDir, 'last-seen'), log })
  const jobs = await startJobs({ address, log })
  undo.add(() => jobs.stop())
  const checkins = await openCheckins({ database, clock, steady, log, jobs, mail, settings })
  undo.add(() => checkins.close())
  const rooms = await openRooms({ database, clock, log, jobs, mail, attempts, publicUrl, dataDir })
  undo.add(() => rooms.close())
  const health = openHealth({
    settings,
    clock,
    steady,
    database,
    jobs,
    mail,
    countLetters: () => countLetters({ database }),
    countOldSupport: () => countOldSupport({ database, clock }),
    certificateUntil: on.certificateUntil,
  })
  const core = { settings, clock, log, database, secrets, mail, health, push, jobs, attempts, signIn }
  const support = openSupportShelf({ database })
  return {
    ...core,
    checkins,
    rooms,
    rosters: openRosterReader(),
    support,
    holdings: [checkinHolding, roomHolding],
    files,
  }
}

const mailOf = ({ smtpUrl, mailFrom, dataDir }: Settings): Mail =>
  smtpUrl ? connectMail({ smtpUrl, from: mailFrom }) : keepMail(`${dataDir}/mail`)
