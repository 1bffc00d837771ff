import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '#platform/clock.ts'
import type { Desk } from '#platform/collecting/desk.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import type { SteadyClock } from '#platform/steady-clock.server.ts'
import type { Registry } from './collector/registry.server.ts'
import type { Instrument } from './domain/instrument.ts'

/** The part of the composition that belongs to check-ins: built once, when the site starts. */
export type Checkins = {
  readonly database: Database
  readonly clock: Clock
  /** Time for closing and collecting: a machine’s clock that jumps ahead does not close a wave early. */
  readonly steady: SteadyClock
  readonly log: Log
  readonly jobs: Jobs
  /** For notices to trustees, who need not be members. */
  readonly mail: Pick<Mail, 'send'>
  readonly dataDir: string
  readonly publicUrl: string
  /** Where browsers send ballots: a path, or an address of its own. */
  readonly collectorUrl: string
  /** Where the codes of printed sheets are typed, whole. */
  readonly codeUrl: string
  readonly instruments: ReadonlyMap<string, Instrument>
  readonly registry: Registry
  /** Where a collector that is a process of its own is told what to take; undefined where this process collects. */
  readonly desk: Desk | undefined
  /** Signing keys in memory, for waves whose tickets are being fetched. */
  readonly ticketKeys: TicketKeys
  collect(request: IncomingMessage, response: ServerResponse): Promise<void>
  close(): Promise<void>
}

export type TicketKeys = {
  /** @returns undefined once the wave's keys are gone. */
  signingKey(of: { wave: string; keyId: Buffer }): Promise<import('node:crypto').KeyObject | undefined>
  forget(wave: string): void
}
