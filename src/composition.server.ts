import type { Checkins } from '#capabilities/checkins/index.server.ts'
import type { Holding, RosterReader, SupportShelf } from '#capabilities/people/index.server.ts'
import type { Rooms } from '#capabilities/rooms/index.server.ts'
import type { Clock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Health } from '#platform/health/look.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { WatchedMail } from '#platform/mail/watch-mail.server.ts'
import type { Push } from '#platform/push/push.server.ts'
import type { Secrets } from '#platform/secrets.server.ts'
import type { IntegrityList } from '#platform/served-files/list-files.server.ts'
import type { Attempts } from '#platform/sign-in/attempts.server.ts'
import type { SignIn } from '#platform/sign-in/sign-in.server.ts'

/**
 * Everything with state, built once when the site starts and handed to each request. The pages are a bundle of their
 * own: nothing in them may keep state, so that there is one of each of these.
 */
export type Composition = {
  settings: Settings
  clock: Clock
  log: Log
  database: Database
  secrets: Secrets
  mail: WatchedMail
  health: Health
  push: Push
  jobs: Jobs
  attempts: Attempts
  signIn: SignIn
  rosters: RosterReader
  support: SupportShelf
  checkins: Checkins
  rooms: Rooms
  /** What slices besides people hold about a member: for her to see, and to be gone when she goes. */
  holdings: readonly Holding[]
  /** What browsers are served, by hash; pages name it. */
  files: IntegrityList
  /** There only where everything is fictional: whom a sign-in link leads in as, and where to. */
  demo?: { entrance(secret: string): { userId: string; leadsTo: string } | undefined }
}
