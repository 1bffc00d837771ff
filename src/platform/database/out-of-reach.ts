/** How the system and the driver say that a database is not there, not yet, or not any more. */
const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** PostgreSQL, appendix A: it shuts down, crashed, starts, or has no connection left; classes 08 are lost connections. */
const refusing = /^(08...|57P0[123]|53300)$/
/** A disk without room, of the database or of the data folder. */
const full = new Set(['53100', 'ENOSPC', 'EDQUOT'])
const driverSays =
  /timeout exceeded when trying to connect|connection terminated|not queryable|client was closed/i

/**
 * Whether something failed because nothing can be read or saved just now, and will work again without anybody changing
 * the program: a database that is away, a disk that is full. Looks behind what libraries wrap around it.
 */
export const isOutOfReach = (error: unknown): boolean => {
  for (let one = error, depth = 0; one instanceof Error && depth < 6; one = one.cause, depth++) {
    const { code = '', syscall } = one as NodeJS.ErrnoException
    if (away.has(code) || refusing.test(code) || full.has(code)) return true
    // A socket that is gone; of a file the same code would be a bug.
    if (code === 'ENOENT' && syscall === 'connect') return true
    if (driverSays.test(one.message)) return true
  }
  return false
}
