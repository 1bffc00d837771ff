import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '#platform/configuration/settings.server.ts'
import type { DatabaseAddress } from '#platform/database/addresses.server.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import type { JobData, QueueName } from '#platform/jobs/jobs.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import type { Letter } from '#platform/mail/mail.server.ts'
import { openPush } from '#platform/push/push.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import { createSignIn } from '#platform/sign-in/sign-in.server.ts'
import { freshDatabase } from '../../../../tests/setup/database.ts'
import type { Actor } from '../domain/actor.ts'
import type { Effects } from '../effects.ts'
import { openRosterReader } from '../importing/roster-reader.server.ts'
import { acceptInvitation } from '../use-cases/joining/accept-invitation.server.ts'
import { inviteMembers } from '../use-cases/joining/invite-members.server.ts'
import { listSlips } from '../use-cases/joining/list-slips.server.ts'
import { makeSetUpLink } from '../use-cases/setting-up/make-set-up-link.server.ts'
import { setUpOrganisation } from '../use-cases/setting-up/set-up-organisation.server.ts'
import { findActor } from '../use-cases/signing-in/find-actor.server.ts'

export type PeopleSite = Effects & {
  /** Where its database is, for whoever looks at every row. */
  address: DatabaseAddress
  /** Letters that the mail server took, sign-in codes included. */
  letters: Letter[]
  codes: { to: string; code: string }[]
  jobsSent: { queue: QueueName; data: JobData }[]
  /** Set to make the next letters fail. */
  mailFails: { isAway: boolean; refuses: Set<string> }
  setNow(text: string): void
  close(): Promise<void>
}

/** Everything that people touch, on a real database; only clock, mail and the job queue are replaced. */
export const peopleSite = async (options: { mailIsConnected?: boolean } = {}): Promise<PeopleSite> => {
  const fresh = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'kith-people-'))
  const settings = readSettings({ DATA_DIR: folder, PUBLIC_URL: 'https://kith.example.org' })
  if (!settings.ok) throw new Error('The settings of the tests cannot be read.')
  let now = new Date('2026-11-02T09:00:00Z')
  const clock = { now: () => now }
  const database = openDatabase({ address: fresh.address, log: silentLog })
  const secrets = openSecrets(folder)
  const attempts = createAttempts({ clock })
  const letters: Letter[] = []
  const codes: { to: string; code: string }[] = []
  const jobsSent: PeopleSite['jobsSent'] = []
  const push = openPush({ dataDir: folder, contact: 'kith@example.org' })
  const mailFails = { isAway: false, refuses: new Set<string>() }
  const signIn = createSignIn({
    pool: database.sitePool,
    secret: secrets.signIn,
    publicUrl: settings.value.publicUrl,
    attempts,
    sendCode: async (message) => void codes.push(message),
  })
  return {
    address: fresh.address,
    settings: settings.value,
    clock,
    log: silentLog,
    database,
    secrets,
    attempts,
    signIn,
    rosters: openRosterReader(),
    mail: {
      isConnected: options.mailIsConnected ?? true,
      send: async ({ id: _, ...letter }) => {
        if (mailFails.isAway || mailFails.refuses.has(letter.to)) throw new Error('The mail server refuses.')
        letters.push(letter)
      },
      kept: () => [],
    },
    push,
    jobs: {
      send: async (queue, data) => void jobsSent.push({ queue, data }),
      work: async () => {},
      stop: async () => {},
    },
    letters,
    codes,
    jobsSent,
    mailFails,
    setNow: (text) => {
      now = new Date(text)
    },
    close: async () => {
      await database.close()
      await fresh.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const setUpForm = {
  organisationName: 'Alder Bridge Hospital',
  language: 'en',
  timeZone: 'Europe/Lisbon',
  hostKind: 'employer',
  name: 'Ines Marchetti',
  email: 'ines@alderbridge.example',
}

/** A site that was set up, and its first administrator. */
export const withAdministrator = async (site: PeopleSite): Promise<Actor> => {
  const link = await makeSetUpLink(site)
  const done = await setUpOrganisation(site, { secret: link?.split('/').at(-1) ?? '', form: setUpForm })
  if (!done.ok) throw new Error(`The site was not set up: ${done.refusal.code}`)
  return actorOf(site, { userId: done.value.userId, slug: done.value.slug })
}

export const actorOf = async (site: PeopleSite, given: { userId: string; slug: string }): Promise<Actor> => {
  const actor = await findActor(site, given)
  if (!actor) throw new Error('Nobody of this account is in this organisation.')
  return actor
}

/** Somebody of the staff list joins by a printed code. */
export const joinByCode = async (site: PeopleSite, given: { actor: Actor; name: string }): Promise<Actor> => {
  await inviteMembers(site, { actor: given.actor, form: { way: 'printed' } })
  const slips = await listSlips(site, { actor: given.actor, page: 1 })
  const slip = slips.ok ? slips.value.slips.find(({ name }) => name === given.name) : undefined
  if (!slip) throw new Error(`${given.name} has no printed code.`)
  const held = slip.code.replaceAll(' ', '')
  const joined = await acceptInvitation(site, { held, address: '10.0.0.1', userId: undefined })
  if (!joined.ok) throw new Error(joined.refusal.code)
  return actorOf(site, joined.value)
}
