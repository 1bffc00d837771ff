// Which sources there are, as one hash. Plain JavaScript without libraries, like prepare.js, which it serves.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const GENERATED = 'src/messages.generated'

/** Every file below `start` in a fixed order; names that begin with a dot are editors' and tools' business. */
const filesBelow = (start) => {
  const stat = fs.statSync(path.join(ROOT, start), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [start]
  const names = fs.readdirSync(path.join(ROOT, start)).filter((name) => !name.startsWith('.'))
  return names.sort().flatMap((name) => filesBelow(path.join(start, name)))
}

/** One hash over names and contents, not times: a fresh checkout of the same files is the same. */
export const hashOf = (starts, { except = () => false, forThisMachine = true } = {}) => {
  const hash = createHash('sha256')
  if (forThisMachine) hash.update(`${process.platform} ${process.arch}\0`)
  for (const file of starts.flatMap(filesBelow).filter((name) => !except(name))) {
    const bytes = fs.readFileSync(path.join(ROOT, file))
    hash.update(`${file}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}

const isTest = (file) => /\.(test|bench)\.ts$/.test(file) || file.startsWith(GENERATED)

/** Everything that the built site is made from. What browsers get is the same on every machine, and so is its name. */
export const hashOfSources = ({ forThisMachine }) => {
  const sources = ['src', 'packages', 'messages', 'content', 'static', 'project.inlang/settings.json']
  const settings = ['vite.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json']
  const texts = ['bin/build-witness-page.ts', 'bin/prepare-hash.js', 'bin/prepare-messages.js']
  return hashOf([...sources, ...settings, ...texts], { except: isTest, forThisMachine })
}
