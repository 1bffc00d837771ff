import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

// `npm run bench` measures everything; `npm run bench -- tickets release` only what is named. Each measurement runs in
// a process of its own, so that one's memory and warmth are not another's.
const folder = join(import.meta.dirname, 'figures')
const wanted = process.argv.slice(2)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name))
if (names.length === 0) {
  console.error(`There is no such measurement. There are: ${readdirSync(folder).join(', ')}`)
  process.exit(1)
}
let failed = 0
for (const name of names) {
  console.log(`\n${name}`)
  const run = spawnSync(process.execPath, ['--expose-gc', join(folder, `${name}.ts`)], { stdio: 'inherit' })
  if (run.status !== 0) failed++
}
process.exit(failed === 0 ? 0 : 1)
