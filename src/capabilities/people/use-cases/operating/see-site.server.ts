import { accept, type Result, refuse } from '#kernel/result.ts'
import { isOperator } from '../../data/accounts.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

const lettersPerPage = 20

/** Whether a mail server or a database has its own address is told; the addresses themselves hold passwords. */
export type SiteSeen = {
  organisations: { slug: string; name: string; createdOn: string; timeZone: string }[]
  settings: { name: string; value: string }[]
  versions: { name: string; value: string }[]
  isUp: boolean
  mailIsConnected: boolean
  kept: { to: string; subject: string; text: string; keptAt: string }[]
  keptPages: number
}

/** What the operator sees of the site. Names of organisations, never of the people in them. */
export const seeSite = async (
  effects: Pick<Effects, 'database' | 'settings' | 'mail'>,
  given: { userId: string; lettersPage: number },
): Promise<Result<SiteSeen, PeopleRefusal>> => {
  const found = await effects.database.inSite(async (tx) =>
    (await isOperator(tx, given.userId)) ? { organisations: await listAllOrganisations(tx) } : undefined,
  )
  if (!found) return refuse({ code: 'people/not-found' })
  const { settings, mail, database } = effects
  const kept = mail.kept()
  const keptPages = Math.max(1, Math.ceil(kept.length / lettersPerPage))
  const page = Math.min(keptPages, Math.max(1, given.lettersPage))
  const { rows } = await database.sitePool.query<{ server_version: string }>('show server_version')
  return accept({
    organisations: found.organisations.map(({ slug, name, createdOn, timeZone }) => ({
      slug,
      name,
      createdOn,
      timeZone,
    })),
    settings: [
      { name: 'PUBLIC_URL', value: settings.publicUrl },
      { name: 'ANONYMOUS_URL', value: settings.anonymousUrl ?? '' },
      { name: 'HOST', value: settings.host ?? '' },
      { name: 'PORT', value: String(settings.port) },
      { name: 'TLS_CERT', value: settings.tls?.certFile ?? '' },
      { name: 'TLS_KEY', value: settings.tls?.keyFile ?? '' },
      { name: 'TRUST_PROXY', value: settings.trustedProxies.join(', ') },
      { name: 'DATA_DIR', value: settings.dataDir },
      { name: 'DATABASE_URL', value: settings.databaseUrl ? '••••••' : '' },
      { name: 'SMTP_URL', value: settings.smtpUrl ? '••••••' : '' },
      { name: 'MAIL_FROM', value: settings.mailFrom },
      { name: 'LOG_LEVEL', value: settings.logLevel },
    ],
    versions: [
      { name: 'Node', value: process.versions.node },
      { name: 'PostgreSQL', value: rows[0]?.server_version ?? '' },
    ],
    isUp: await database.isUp(),
    mailIsConnected: mail.isConnected,
    kept: kept.slice((page - 1) * lettersPerPage, page * lettersPerPage),
    keptPages,
  })
}
