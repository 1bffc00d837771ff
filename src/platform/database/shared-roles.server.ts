import pg from 'pg'

/** As many databases as may be brought up to date on one server at once. */
const MOST = 100

/**
 * Roles belong to a whole server. Who settles something about one while another database does gets an error once that
 * one is through, and only has to try again.
 */
const isRaceForRoles = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  ((error.code === 'XX000' && /^simple_heap_(update|delete)$/.test(error.routine ?? '')) ||
    (error.code === '23505' && error.schema === 'pg_catalog'))

/** Does something that leaves nothing behind when it fails, again where only a race for roles was lost. */
export const despiteRaces = async <T>(run: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++)
    try {
      return await run()
    } catch (error) {
      if (!isRaceForRoles(error) || attempt === MOST) throw error
    }
}
