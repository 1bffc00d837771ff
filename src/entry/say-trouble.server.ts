/** What the system says about a connection to a database. */
const ofConnection: Record<string, string> = {
  ENOENT: 'The database does not answer. If it is just starting, try again in a moment.',
  ECONNREFUSED: 'The database does not answer. If it is just starting, try again in a moment.',
  ECONNRESET: 'The database ended the connection. If it is just starting, try again in a moment.',
  ENOTFOUND: 'There is no machine of that name. Correct DATABASE_URL.',
  EAI_AGAIN: 'The name of the database’s machine cannot be looked up now. Try again later.',
  ETIMEDOUT: 'The database does not answer. Correct DATABASE_URL, or try again later.',
  EHOSTUNREACH: 'The machine of the database cannot be reached. Correct DATABASE_URL, or try again later.',
  ENETUNREACH: 'The machine of the database cannot be reached. Correct DATABASE_URL, or try again later.',
  EACCES: 'The database does not let this user in. Run this command as the user who runs Kith.',
}
/** What PostgreSQL says (appendix A of its manual). */
const ofDatabase: Record<string, string> = {
  '28000':
    'The database does not let this user in. Run this command as the user who runs Kith, or correct DATABASE_URL.',
  '28P01': 'The database does not accept this password. Correct DATABASE_URL.',
  '3D000': 'There is no such database. Correct DATABASE_URL.',
  '53300':
    'The database takes no further connection. Let it take more (max_connections), or try again later.',
  '55P03': 'The database is busy with something that excludes others. Try again later.',
  '57P03': 'The database is just starting or stopping. Try again in a moment.',
  '53100': 'The disk of the database is full. Make room first.',
}

const sayOfDatabase = (error: unknown): string | undefined => {
  const { code = '', syscall } = error as { code?: string; syscall?: string }
  if (syscall === 'connect' || syscall === 'getaddrinfo') return ofConnection[code]
  return syscall
    ? undefined
    : (ofDatabase[code] ?? (code === 'ECONNREFUSED' ? ofConnection[code] : undefined))
}

const asSentence = (words: string | undefined, error: unknown): unknown =>
  words === undefined ? error : new Error(words, { cause: error })

/** What went wrong on the way to a database or to a file, as a sentence where it is a usual thing. */
export const sayTrouble = (error: unknown, file: string): unknown => {
  const { code = '', syscall } = error as { code?: string; syscall?: string }
  const ofFile: Record<string, string> = {
    ENOENT: `The folder of ${file} does not exist.`,
    EACCES: `Kith may not write ${file}. Choose another place.`,
    EROFS: `Kith may not write ${file}. Choose another place.`,
    ENOSPC: `The disk that holds ${file} is full. What was written of it is removed again.`,
  }
  return asSentence(sayOfDatabase(error) ?? (syscall ? ofFile[code] : undefined), error)
}

type SystemError = Partial<NodeJS.ErrnoException> & { dest?: string }

/** What kept a site from starting, as a sentence where it is a usual thing. */
export const sayStartTrouble = (error: unknown, dataDir: string): unknown => {
  const { code = '', syscall, path, dest, message = '' } = error as SystemError
  const named = [path, dest].filter((one) => one !== undefined)
  const isOurs = syscall !== undefined && (named.length === 0 || named.some((one) => one.startsWith(dataDir)))
  const mayNot = `Kith may not write to ${dataDir}. Choose another DATA_DIR, or let this user write there.`
  const isFull = `The disk that holds ${dataDir} is full. Make room, then start Kith again.`
  const notThere = `${dataDir} cannot be reached (${code}). Look whether its disk is there, or choose another DATA_DIR.`
  const notFolder = `${dataDir} is not a folder. Choose another DATA_DIR.`
  const ofFolder: Record<string, string> = {
    EACCES: mayNot,
    EROFS: mayNot,
    EPERM: mayNot,
    ENOTDIR: notFolder,
    EEXIST: notFolder,
    ENOSPC: isFull,
    EDQUOT: isFull,
    ENOENT: notThere,
    EIO: notThere,
    ENOTCONN: notThere,
    ESTALE: notThere,
    ELOOP: notThere,
    ENAMETOOLONG: notThere,
  }
  // The database's own programs say it in words.
  const spoken = /No space left on device|Disk quota exceeded/.test(message) ? isFull : undefined
  return asSentence(sayOfDatabase(error) ?? (isOurs ? ofFolder[code] : undefined) ?? spoken, error)
}
