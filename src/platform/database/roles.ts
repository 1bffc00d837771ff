/**
 * Database roles, least privilege each. The owner migrates and is never used by the running site.
 * `app` sees organisation tables under row-level security, `site` the site's tables, `queue` the jobs.
 * `collector` sees which keys open which pools, and nothing else: for a collector that runs as a process of its own.
 */
export const roles = {
  owner: 'kith_owner',
  app: 'kith_app',
  site: 'kith_site',
  queue: 'kith_queue',
  collector: 'kith_collector',
} as const

export type RoleName = keyof typeof roles
