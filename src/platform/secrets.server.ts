import { createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Secrets = {
  /** Signs session cookies. */
  signIn: string
  /** Derives what an invited person holds, so that it need not be stored: 32 bytes for one purpose and one thing. */
  derive(purpose: string, about: string): Buffer
}

/** The site's own secrets: one file in the data folder, readable by its owner alone, made at the first start. */
export const openSecrets = (dataDir: string): Secrets => {
  const folder = join(dataDir, 'secrets')
  const file = join(folder, 'site.json')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!existsSync(file)) {
    const fresh = {
      signIn: randomBytes(32).toString('base64url'),
      derive: randomBytes(32).toString('base64url'),
    }
    writeFileSync(`${file}.new`, JSON.stringify(fresh), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  chmodSync(file, 0o600)
  const kept = JSON.parse(readFileSync(file, 'utf8')) as { signIn: string; derive: string }
  return {
    signIn: kept.signIn,
    derive: (purpose, about) => createHmac('sha256', kept.derive).update(`${purpose}\0${about}`).digest(),
  }
}
