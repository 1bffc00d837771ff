import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const notOurs = new Set(['node_modules', 'messages.generated'])
/** Made by running it: slices and pages have folders of the same names that are ours. */
const madeHere = new Set(['build', 'data', 'data-demo', 'bench/results'])
const hiddenButOurs = new Set(['.ci', '.dependency-cruiser.cjs', '.npmrc', '.gitignore'])
const code = new Set(['.ts', '.js', '.cjs', '.svelte'])

const isOurs = (name: string) =>
  name.startsWith('.') ? hiddenButOurs.has(name) : !notOurs.has(name) && !name.endsWith('.log')

const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => isOurs(entry.name) && !madeHere.has(join(folder, entry.name)))
    .flatMap((entry) => (entry.isDirectory() ? below(join(folder, entry.name)) : [join(folder, entry.name)]))

/** Every file that is ours, as a path from the root: what is installed, built or collected is left out. */
export const files: string[] = below('').sort()
export const codeFiles = files.filter((file) => code.has(extname(file)))
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')
export const isTest = (file: string): boolean =>
  /\.(test|bench)\.ts$|^tests\/|\/(testing|fixtures)\//.test(file)
