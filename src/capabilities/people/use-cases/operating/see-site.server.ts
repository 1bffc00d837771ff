import { accept, type Result, refuse } from '#kernel/result.ts'
import { type Attention, attentionIn } from '#platform/health/attention.ts'
import type { Health } from '#platform/health/look.server.ts'
import type { SiteHealth } from '#platform/health/site-health.ts'
import { isOperator } from '../../data/accounts.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

const lettersPerPage = 20

/** Whether a mail server or a database has its own address is told; the addresses themselves hold passwords. */
export type SiteSeen = {
  organisations: { slug: string; name: string; createdOn: string; timeZone: string }[]
  settings: { name: string; value: string }[]
  attention: Attention[]
  health: SiteHealth
  kept: { to: string; subject: string; text: string; keptAt: string }[]
  keptPages: number
}

/** What the operator sees of the site. Names of organisations, never of the people in them. */
export const seeSite = async (
  effects: Pick<Effects, 'database' | 'settings' | 'mail'> & { health: Health },
  given: { userId: string; lettersPage: number },
): Promise<Result<SiteSeen, PeopleRefusal>> => {
  const found = await effects.database.inSite(async (tx) =>
    (await isOperator(tx, given.userId)) ? { organisations: await listAllOrganisations(tx) } : undefined,
  )
  if (!found) return refuse({ code: 'people/not-found' })
  const { settings, mail } = effects
  const health = await effects.health.look()
  const kept = mail.kept()
  const keptPages = Math.max(1, Math.ceil(kept.length / lettersPerPage))
  const page = Math.min(keptPages, Math.max(1, given.lettersPage))
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
      { name: 'METRICS_TOKEN', value: settings.metricsToken ? '••••••' : '' },
      { name: 'LOG_LEVEL', value: settings.logLevel },
    ],
    attention: attentionIn(health),
    health,
    kept: kept.slice((page - 1) * lettersPerPage, page * lettersPerPage),
    keptPages,
  })
}
