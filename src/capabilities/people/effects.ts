import type { Clock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import type { WatchedMail } from '#platform/mail/watch-mail.server.ts'
import type { Push } from '#platform/push/push.server.ts'
import type { Secrets } from '#platform/secrets.server.ts'
import type { Attempts } from '#platform/sign-in/attempts.server.ts'
import type { SignIn } from '#platform/sign-in/sign-in.server.ts'
import type { RosterReader } from './importing/roster-reader.server.ts'

/** What the use cases of people touch besides their arguments; the composition has all of it. */
export type Effects = {
  settings: Settings
  clock: Clock
  log: Log
  database: Database
  secrets: Secrets
  mail: Mail & Partial<Pick<WatchedMail, 'isReady'>>
  push: Push
  jobs: Jobs
  attempts: Attempts
  signIn: SignIn
  rosters: RosterReader
}
