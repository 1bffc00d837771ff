import type pg from 'pg'
import type { Engine } from './engine.server.ts'
import { type RoleName, roles } from './roles.ts'

/** Where the database is and how each role enters it. */
export type DatabaseAddress = {
  kind: 'embedded' | 'external'
  forRole(role: RoleName, database?: string): pg.PoolConfig
}

const name = 'kith'

export const embeddedAddress = (engine: Pick<Engine, 'socketFolder' | 'port'>): DatabaseAddress => ({
  kind: 'embedded',
  forRole: (role, database = name) => ({
    host: engine.socketFolder,
    port: engine.port,
    user: roles[role],
    database,
  }),
})

/**
 * One login, which steps down to a role when a connection opens (PostgreSQL's `role` setting): an operator then needs
 * to hand over one address only. `own-roles.server.ts` says what the login needs.
 */
export const externalAddress = (url: string): DatabaseAddress => ({
  kind: 'external',
  forRole: (role, database) => {
    const address = new URL(url)
    if (database) address.pathname = `/${database}`
    // What stands in the address would be taken instead of ours, and nobody would step down.
    const own = address.searchParams.get('options')
    if (own !== null) address.searchParams.delete('options')
    const options = [own, role === 'owner' ? null : stepDown(role)].filter((one) => one !== null).join(' ')
    return { connectionString: address.href, ...(options === '' ? {} : { options }) }
  },
})

// PostgreSQL gives a role's own settings to who logs in as it, not to who steps down to it: the site's path is said again.
const stepDown = (role: RoleName): string =>
  `-c role=${roles[role]}${role === 'site' ? ' -c search_path=site' : ''}`
