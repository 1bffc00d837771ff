import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, Server as SecureServer } from 'node:https'
import { join } from 'node:path'
import {
  checkinHolding,
  checkinLetters,
  forgetWhoWasAsked,
  openCheckins,
} from '#capabilities/checkins/index.server.ts'
import {
  countLetters,
  makeReturnLink,
  makeSetUpLink,
  openRosterReader,
  removeOldRecords,
  sendMessages,
} from '#capabilities/people/index.server.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import {
  type DatabaseAddress,
  embeddedAddress,
  externalAddress,
} from '#platform/database/addresses.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { type Engine, startEngine } from '#platform/database/engine.server.ts'
import { migrate } from '#platform/database/migrate.server.ts'
import { holdDatabase } from '#platform/database/sole-site.server.ts'
import { openHealth } from '#platform/health/look.server.ts'
import { startJobs } from '#platform/jobs/jobs.server.ts'
import { createLog, type Log } from '#platform/log/log.server.ts'
import { connectMail, keepMail, type Mail } from '#platform/mail/mail.server.ts'
import { watchMail } from '#platform/mail/watch-mail.server.ts'
import { createMetrics } from '#platform/metrics/metrics.server.ts'
import { openPush, type Push } from '#platform/push/push.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import { createSignIn } from '#platform/sign-in/sign-in.server.ts'
import { openSteadyClock } from '#platform/steady-clock.server.ts'
import type { Composition } from './composition.server.ts'
import { keepApart } from './demo/demo-folder.server.ts'
import type { DemoLink } from './demo/entrances.server.ts'
import { openDemo } from './demo/open-demo.server.ts'
import { openCertificate } from './entry/certificate.server.ts'
import { takeDataFolder } from './entry/data-folder.server.ts'
import { createDoor } from './entry/door.server.ts'
import { signInLetter } from './entry/letters.server.ts'
import { close, listen } from './entry/listen.server.ts'

const oneDay = 24 * 60 * 60 * 1000

export type Site = {
  composition: Composition
  address: string
  /** Where the first operator sets the site up; undefined once somebody has. */
  setUpLink: string | undefined
  /** Where the operator comes back in, when that was asked for. */
  returnLink: string | undefined
  /** In a demo, a way in for one person of each kind, while it runs. */
  demoLinks: readonly DemoLink[]
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
  const clock = replace.clock ?? systemClock
  const log = replace.log ?? createLog(settings.logLevel)
  const undo: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) {
      try {
        await step()
      } catch (err) {
        // What fails to stop must not keep the rest, the database above all, from stopping.
        log.warn({ err }, 'a part did not stop in order')
      }
    }
  }
  try {
    const certificate =
      settings.tls && openCertificate({ files: settings.tls, hosts: hostsOf(settings), clock, log })
    const lock = takeDataFolder(settings.dataDir)
    undo.push(() => lock.release())
    keepApart({ dataDir: settings.dataDir, isDemo: wish.isDemo ?? false })
    const address = replace.databaseAddress ?? (await reachDatabase({ settings, log, undo, replace }))
    if (address.kind === 'external') {
      const sole = await holdDatabase({ address, log, lost: () => void stop() })
      undo.push(() => sole.release())
    }
    await migrate({ address })
    const database = openDatabase({ address, log })
    undo.push(() => database.close())
    const secrets = openSecrets(settings.dataDir)
    const mail = watchMail({
      clock,
      mail:
        replace.mail ??
        (settings.smtpUrl
          ? connectMail({ smtpUrl: settings.smtpUrl, from: settings.mailFrom })
          : keepMail(`${settings.dataDir}/mail`)),
    })
    const push = replace.push ?? openPush({ dataDir: settings.dataDir, contact: settings.mailFrom })
    const attempts = createAttempts({ clock })
    const signIn = createSignIn({
      pool: database.sitePool,
      secret: secrets.signIn,
      publicUrl: settings.publicUrl,
      attempts,
      // A code that waits in a file would let whoever runs the site sign in as anybody.
      sendCode: async (asked) => {
        if (mail.isConnected) await mail.send(signInLetter(asked))
      },
    })
    const steady = openSteadyClock({ clock, file: join(settings.dataDir, 'last-seen'), log })
    const jobs = await startJobs({ address, log })
    undo.push(() => jobs.stop())
    const checkins = await openCheckins({ database, clock, steady, log, jobs, settings })
    undo.push(() => checkins.close())
    const health = openHealth({
      settings,
      clock,
      steady,
      database,
      jobs,
      mail,
      countLetters: () => countLetters({ database }),
      certificateUntil: () => certificate?.until(),
    })
    const metrics = settings.metricsToken
      ? createMetrics({ token: settings.metricsToken, health })
      : undefined
    undo.push(() => metrics?.stop())
    const composition: Composition = {
      settings,
      clock,
      log,
      database,
      secrets,
      mail,
      health,
      push,
      jobs,
      attempts,
      signIn,
      checkins,
      rosters: openRosterReader(),
      holdings: [checkinHolding],
    }
    await jobs.work('send-messages', () => sendMessages(composition, checkinLetters))
    await jobs.work('remove-old-records', () =>
      removeOldRecords(composition, { 'who-was-asked': forgetWhoWasAsked }),
    )
    const daily = setInterval(() => void jobs.send('remove-old-records', {}).catch(() => {}), oneDay).unref()
    undo.push(() => clearInterval(daily))
    await jobs.send('remove-old-records', {})
    await jobs.send('send-messages', {})
    // What waited for a mail server that was away leaves within a minute of its coming back.
    const again = setInterval(() => void jobs.send('send-messages', {}).catch(() => {}), 60_000).unref()
    undo.push(() => clearInterval(again))
    const opened = wish.isDemo ? await openDemo(composition, wish.say) : undefined
    if (opened) composition.demo = opened.demo
    const door = await createDoor(composition, metrics)
    const server = certificate ? createSecureServer(certificate.pair, door) : createServer(door)
    await listen({ server, settings })
    undo.push(() => close(server))
    if (certificate && server instanceof SecureServer)
      undo.push(certificate.watch(server, replace.certificateEvery))
    const setUpLink = await makeSetUpLink(composition)
    const returnLink = wish.wantsReturnLink ? await makeReturnLink(composition) : undefined
    return {
      composition,
      address: settings.publicUrl,
      setUpLink,
      returnLink,
      demoLinks: opened?.links ?? [],
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const reachDatabase = async (options: {
  settings: Settings
  log: Log
  undo: (() => unknown)[]
  replace: Replacements
}): Promise<DatabaseAddress> => {
  if (options.settings.databaseUrl) return externalAddress(options.settings.databaseUrl)
  const start = () =>
    startEngine({
      dataDir: options.settings.dataDir,
      ...(options.replace.engineUid === undefined ? {} : { asUid: options.replace.engineUid }),
    })
  let engine = await start()
  let isStopping = false
  options.undo.push(async () => {
    isStopping = true
    await engine.stop()
  })
  const watch = (watched: Engine) => void watched.ended.then(again)
  const again = async (): Promise<void> => {
    if (isStopping) return
    options.log.error({}, 'the database ended by itself; starting it again')
    try {
      engine = await start()
    } catch (err) {
      options.log.error({ err }, 'the database could not be started again; the next try is in five seconds')
      setTimeout(again, 5_000).unref()
      return
    }
    if (isStopping) await engine.stop()
    else watch(engine)
  }
  watch(engine)
  return embeddedAddress(engine)
}

const hostsOf = ({ publicUrl, anonymousUrl }: Settings): string[] =>
  [publicUrl, ...(anonymousUrl ? [anonymousUrl] : [])].map((url) =>
    new URL(url).hostname.replace(/^\[|\]$/g, ''),
  )

export type Door = (request: IncomingMessage, response: ServerResponse) => void
