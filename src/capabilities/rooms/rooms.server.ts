import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import type { Attempts } from '#platform/sign-in/attempts.server.ts'
import type { Dilemma } from './domain/dilemma.ts'
import type { ShippedFormat } from './domain/format/shipped-format.ts'
import type { ReadyPlan } from './domain/plan/ready-plan.ts'
import type { Hall } from './hall/hall.server.ts'
import type { Offers } from './hall/offers.server.ts'

/** The part of the composition that belongs to rooms: built once, when the site starts. */
export type Rooms = {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly jobs: Pick<Jobs, 'send'>
  readonly mail: Pick<Mail, 'send'>
  readonly publicUrl: string
  /** Counts codes that nobody has. */
  readonly attempts: Attempts
  readonly formats: ReadonlyMap<string, ShippedFormat>
  readonly dilemmas: ReadonlyMap<string, Dilemma>
  /** Sessions that are ready to be led. */
  readonly plans: ReadonlyMap<string, ReadyPlan>
  /** The rooms that somebody is in. */
  readonly hall: Hall
  readonly offers: Offers
  /** The folder where votes without names are kept while their polls are open. */
  readonly ballots: string
  /** Whether a path is one of those that `answer` serves: streams and presses, which no page has to do with. */
  serves(path: string): boolean
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  /** Ends the streams, before the server waits for whoever is connected. */
  hangUp(): void
  close(): Promise<void>
}
