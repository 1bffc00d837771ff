import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** Whom PostgreSQL runs as. It refuses to be root, so a root start hands it to the folder's owner or to `kith`. */
export type EngineUser = { uid: number; gid: number; isOther: boolean }

/** @throws a sentence for the operator when that user cannot run it. */
export const chooseEngineUser = (options: { dataDir: string; asUid?: number | undefined }): EngineUser => {
  const user = choose(options)
  // PostgreSQL asks the system for its user's name, and ends where there is none.
  nameOfUser(user.uid)
  return user
}

const choose = (options: { dataDir: string; asUid?: number | undefined }): EngineUser => {
  const me = ownIds()
  if (me.uid !== 0) return { ...me, isOther: false }
  if (options.asUid !== undefined) return { uid: options.asUid, gid: options.asUid, isOther: true }
  const owner = statSync(options.dataDir)
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, isOther: true }
  return { ...systemUser('kith'), isOther: true }
}

/** The numbers of this process, which it has even where no name belongs to them. */
const ownIds = (): { uid: number; gid: number } => {
  const { geteuid, getegid } = process
  if (!geteuid || !getegid)
    throw new Error('Kith runs its database on Linux and macOS only; here, set DATABASE_URL.')
  return { uid: geteuid(), gid: getegid() }
}

/** The name by which the system, and so PostgreSQL's peer authentication, knows this process. */
export const ownName = (): string => nameOfUser(ownIds().uid)

/** @throws a sentence for the operator when the system has no name for this number, as in some containers. */
export const nameOfUser = (uid: number): string => {
  try {
    const name = execFileSync('id', ['-un', String(uid)], { stdio: ['ignore', 'pipe', 'ignore'] })
    return name.toString().trim()
  } catch {
    throw new Error(
      `Kith's own database cannot run as user number ${uid}, because this machine has no name for that number. Start Kith as a user who is listed in /etc/passwd, give DATA_DIR to one, or set DATABASE_URL.`,
    )
  }
}

const systemUser = (name: string): { uid: number; gid: number } => {
  const found = lookUp(name)
  if (found) return found
  try {
    execFileSync(
      'useradd',
      ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', '--user-group', name],
      {
        stdio: 'ignore',
      },
    )
  } catch {
    throw new Error(
      `Kith was started as root and could not create the system user "${name}" for its database. Create it, or start Kith as an ordinary user.`,
    )
  }
  const made = lookUp(name)
  if (!made) throw new Error(`The system user "${name}" could not be found after it was created.`)
  return made
}

const lookUp = (name: string): { uid: number; gid: number } | undefined => {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()),
    )
    return uid !== undefined && gid !== undefined ? { uid, gid } : undefined
  } catch {
    return undefined
  }
}
