import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings, type Settings } from '#platform/configuration/settings.server.ts'
import { openSecrets } from '#platform/secrets.server.ts'
import type { Rehearsal } from './site.ts'

/** The settings of a site in a folder, on a database of its own or on the folder's. */
export const settingsOf = (on: { dataDir: string; url?: string }): Settings => {
  const settings = readSettings({ DATA_DIR: on.dataDir, ...(on.url ? { DATABASE_URL: on.url } : {}) })
  if (!settings.ok) throw new Error(JSON.stringify(settings.refusal))
  return settings.value
}

/** An empty folder; with `like`, it holds the secrets of another, as an operator copies them. */
export const newFolder = (like?: string): { dataDir: string; remove(): void } => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kith-restored-'))
  if (like) {
    openSecrets(like)
    cpSync(join(like, 'secrets'), join(dataDir, 'secrets'), { recursive: true })
  }
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

/** The settings under which a rehearsal's site would run. */
export const settingsFor = (site: Rehearsal): Settings =>
  settingsOf({ dataDir: site.dataDir, url: site.fresh.url })
