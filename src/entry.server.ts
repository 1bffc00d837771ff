import { createServer } from 'node:http'
import { createServer as createSecureServer, Server as SecureServer } from 'node:https'
import { makeReturnLink, makeSetUpLink } from '#capabilities/people/index.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { watchRoom } from '#platform/health/watch-room.server.ts'
import { createLog, type Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import { createMetrics } from '#platform/metrics/metrics.server.ts'
import type { Push } from '#platform/push/push.server.ts'
import type { Composition } from './composition.server.ts'
import { keepApart } from './demo/demo-folder.server.ts'
import type { DemoLink } from './demo/entrances.server.ts'
import { openDemo } from './demo/open-demo.server.ts'
import { openCertificate } from './entry/certificate.server.ts'
import { compose } from './entry/compose.server.ts'
import { takeDataFolder } from './entry/data-folder.server.ts'
import { createDoor } from './entry/door.server.ts'
import { close, listen } from './entry/listen.server.ts'
import { beginRounds } from './entry/rounds.server.ts'
import { runDatabase } from './entry/run-database.server.ts'
import { sayStartTrouble } from './entry/say-trouble.server.ts'
import { createUndo } from './entry/undo.server.ts'

export type Site = {
  composition: Composition
  address: string
  /** Where the first operator sets the site up; undefined once somebody has. */
  setUpLink: string | undefined
  /** Where the operator comes back in, when that was asked for. */
  returnLink: string | undefined
  /** In a demo, a way in for one person of each kind, while it runs. */
  demoLinks: readonly DemoLink[]
  /** In a demo, codes of printed sheets, and where they are typed. */
  demoSheets: { readonly codes: readonly string[]; readonly address: string }
  stop(): Promise<void>
}

/** What tests and rehearsals may replace; everything else is the real thing. */
export type Replacements = {
  clock?: Clock
  mail?: Mail
  push?: Push
  log?: Log
  databaseAddress?: DatabaseAddress
  engineUid?: number
  /** Milliseconds between two looks at the certificate's files. */
  certificateEvery?: number
}

/** What is asked for besides the settings. */
export type Wish = {
  /** A link by which the operator signs in once: for whoever may start the machine. */
  wantsReturnLink?: boolean
  /** Everything in it is made up, and it says so on every page. */
  isDemo?: boolean
  /** Told what takes its time. */
  say?: (line: string) => void
}

/**
 * Starts the whole site: takes the data folder, starts or reaches the database, migrates it, and serves.
 * @throws an Error whose message is one sentence for the operator when something is in the way.
 */
export const startSite = async (
  settings: Settings,
  replace: Replacements = {},
  wish: Wish = {},
): Promise<Site> => {
  const log = replace.log ?? createLog(settings.logLevel)
  const undo = createUndo(log)
  const stop = () => undo.all()
  try {
    const certificate =
      settings.tls &&
      openCertificate({
        files: settings.tls,
        hosts: hostsOf(settings),
        clock: replace.clock ?? systemClock,
        log,
      })
    const lock = takeDataFolder(settings.dataDir)
    undo.add(() => lock.release())
    keepApart({ dataDir: settings.dataDir, isDemo: wish.isDemo ?? false })
    const address = await runDatabase({ settings, log, undo, replace, lost: () => void stop() })
    await migrate({ address })
    const composition = await compose({
      settings,
      log,
      address,
      undo,
      replace,
      certificateUntil: () => certificate?.until(),
    })
    const metrics = settings.metricsToken
      ? createMetrics({ token: settings.metricsToken, health: composition.health })
      : undefined
    undo.add(() => metrics?.stop())
    undo.add(watchRoom({ dataDir: settings.dataDir, log }))
    await beginRounds(composition, undo)
    const opened = wish.isDemo ? await openDemo(composition, wish.say) : undefined
    if (opened) composition.demo = opened.demo
    const door = await createDoor(composition, metrics)
    const server = certificate ? createSecureServer(certificate.pair, door) : createServer(door)
    await listen({ server, settings })
    undo.add(() => close(server))
    undo.add(() => composition.rooms.hangUp())
    if (certificate && server instanceof SecureServer)
      undo.add(certificate.watch(server, replace.certificateEvery))
    return {
      composition,
      address: settings.publicUrl,
      setUpLink: await makeSetUpLink(composition),
      returnLink: wish.wantsReturnLink ? await makeReturnLink(composition) : undefined,
      demoLinks: opened?.links ?? [],
      demoSheets: { codes: opened?.sheets ?? [], address: composition.checkins.codeUrl },
      stop,
    }
  } catch (error) {
    await stop()
    throw sayStartTrouble(error, settings.dataDir)
  }
}

const hostsOf = ({ publicUrl, anonymousUrl }: Settings): string[] =>
  [publicUrl, ...(anonymousUrl ? [anonymousUrl] : [])].map((url) =>
    new URL(url).hostname.replace(/^\[|\]$/g, ''),
  )
