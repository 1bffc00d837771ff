/**
 * Database roles, least privilege each. The owner migrates and is never used by the running site.
 * `app` sees organisation tables under row-level security, `site` the site's tables, `queue` the jobs.
 */
export const roles = {
  owner: 'kith_owner',
  app: 'kith_app',
  site: 'kith_site',
  queue: 'kith_queue',
} as const

export type RoleName = keyof typeof roles
