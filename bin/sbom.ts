import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Writes `docs/sbom.cdx.json`, the list of every library in the lockfile with its licence and fingerprint (CycloneDX 1.5,
// as npm makes it). Without the time, the folder and npm's version, so that the same lockfile gives the same bytes.

const root = join(import.meta.dirname, '..')
const file = join(root, 'docs/sbom.cdx.json')

type Component = { 'bom-ref': string; licenses?: unknown }
type Bill = {
  serialNumber: string
  metadata: { timestamp?: string; tools?: unknown; component: { name: string } }
  components: Component[]
  dependencies: unknown[]
}

/** Of those whose package names none: what the file LICENSE in it says. */
const inTheirFiles: Readonly<Record<string, string>> = {
  '@inlang/plugin-message-format': 'MIT',
  'sqlite-wasm-kysely': 'MIT',
}

const { stdout, stderr, status } = spawnSync(
  'npm',
  ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 },
)
if (status !== 0) {
  console.error(`npm could not list the libraries:\n${stderr}`)
  process.exit(1)
}
const { components, dependencies, metadata, ...rest } = JSON.parse(stdout) as Bill
const { timestamp: _, tools: __, ...about } = metadata
about.component.name = 'kith'
for (const component of components) {
  const id = inTheirFiles[component['bom-ref'].replace(/@[^@]+$/, '')]
  if (id !== undefined) component.licenses ??= [{ license: { id } }]
}
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const uuid = `${lock.slice(0, 8)}-${lock.slice(8, 12)}-8${lock.slice(13, 16)}-8${lock.slice(17, 20)}-${lock.slice(20, 32)}`
const lines = (list: readonly unknown[]) =>
  `[\n${list.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n ]`
const head = JSON.stringify({ ...rest, serialNumber: `urn:uuid:${uuid}`, metadata: about }).slice(0, -1)
writeFileSync(
  file,
  `${head},\n "components": ${lines(components)},\n "dependencies": ${lines(dependencies)}\n}\n`,
)
console.log(`${file}: ${components.length} libraries.`)
