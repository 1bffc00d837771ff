// Compiles the texts of `messages/` for pages and letters. Plain JavaScript, as bin/prepare.js, which runs it.
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const registryOfWrittenNumbers = `
/** The whole number that a text such as “٣” or “1 200” stands for; NaN where it is something else. */
const numberIn = (input) => typeof input === 'number' ? input
	: Number(String(input).replace(/[\\u0660-\\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
		.replace(/[\\s.,\\u066c\\u00a0\\u202f]/g, '') || NaN)
`

const spoken = `import { getLocale, locales } from './runtime.js'

const arabic = new Intl.NumberFormat('ar-u-nu-arab', { useGrouping: false })
/** A page has one set of digits: numbers that come as numbers are written in those of its language. */
const written = (inputs) => Object.fromEntries(Object.entries(inputs ?? {}).map(([name, value]) =>
	[name, typeof value === 'number' ? arabic.format(value) : value]))

/** One text, said in the language asked for, or else in that of the page. */
export const spoken = (...by) => (inputs, options) => {
	const locale = options?.locale ?? getLocale()
	return by[locales.indexOf(locale)](locale === 'ar' ? written(inputs) : inputs)
}
`

/**
 * All languages go to every browser, so that no request tells which one somebody reads. What each text repeats to choose
 * among them is therefore written once: without it the answering page would be a kilobyte longer.
 */
const makeShort = ({ generated, locales, Refusal }) => {
  fs.writeFileSync(path.join(generated, 'spoken.js'), spoken)
  const folder = path.join(generated, 'messages')
  for (const name of fs.readdirSync(folder).filter((one) => /^[^_].*\.js$/.test(one))) {
    const key = path.basename(name, '.js')
    const long = fs.readFileSync(path.join(folder, name), 'utf8')
    const short = long
      .replace(
        /\(\(inputs(?: = \{\})?, options = \{\}\) => \{\n[\s\S]*?\n\}\)/,
        () => `(/* @__PURE__ */ spoken(${locales.map((locale) => `${locale}_${key}`).join(', ')}))`,
      )
      .replace(/^import \{ getLocale.*$/m, "import { spoken } from '../spoken.js'")
    if (!short.includes('spoken(') || /getLocale/.test(short))
      throw new Refusal(`Paraglide writes texts in another way than it did: ${name}`)
    fs.writeFileSync(path.join(folder, name), short)
  }
}

/** Paraglide only warns when a file cannot be read; here a text that is missing is a failure. Needs the libraries. */
export const compileMessages = async ({ root, folder, Refusal }) => {
  const at = (...parts) => path.join(root, ...parts)
  const generated = at(folder)
  const { compile } = await import('@inlang/paraglide-js')
  const settings = JSON.parse(fs.readFileSync(at('project.inlang/settings.json'), 'utf8'))
  await compile({
    project: at('project.inlang'),
    outdir: generated,
    strategy: ['globalVariable', 'baseLocale'],
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
  })
  // Numbers come into texts as they are written for people, “٣” or “1 200”; the plural must be found from that too.
  const registry = fs.readFileSync(path.join(generated, 'registry.js'), 'utf8')
  const mended = registry.replace('.select(Number(input))', '.select(numberIn(input))')
  if (mended === registry) throw new Refusal('Paraglide finds plurals in another way than it did.')
  fs.writeFileSync(path.join(generated, 'registry.js'), mended + registryOfWrittenNumbers)
  makeShort({ generated, locales: settings.locales, Refusal })
  const written = JSON.parse(fs.readFileSync(at('messages', `${settings.baseLocale}.json`), 'utf8'))
  const compiled = await import(pathToFileURL(path.join(generated, 'messages.js')).href)
  const missing = Object.keys(written).filter((key) => key !== '$schema' && !(key in compiled.m))
  if (missing.length > 0) throw new Refusal(`Not compiled: ${missing.slice(0, 10).join(', ')}`)
}
