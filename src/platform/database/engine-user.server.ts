import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'

/** Whom PostgreSQL runs as. It refuses to be root, so a root start hands it to the folder's owner or to `kith`. */
export type EngineUser = { uid: number; gid: number; isOther: boolean }

export const chooseEngineUser = (options: { dataDir: string; asUid?: number | undefined }): EngineUser => {
  const me = userInfo()
  if (me.uid !== 0) return { uid: me.uid, gid: me.gid, isOther: false }
  if (options.asUid !== undefined) return { uid: options.asUid, gid: options.asUid, isOther: true }
  const owner = statSync(options.dataDir)
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, isOther: true }
  return { ...systemUser('kith'), isOther: true }
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
