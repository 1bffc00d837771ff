import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { LaunchOptions } from 'playwright-core'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

/** The first Chromium with X25519 in WebCrypto, which sealing a ballot needs. */
const oldest = 133
const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'chrome',
]
const onMac = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]

type Browser = { executablePath: string; env?: Record<string, string> }

/**
 * A Chromium to test with: `CHROMIUM_PATH`, else one on the machine, else the one packed in a development dependency
 * (Linux x64), unpacked once. Every candidate is started before it is trusted: a command may be an empty shell.
 * @throws one sentence that says what to install.
 */
export const findChromium = async (): Promise<Browser> => {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (await isFit({ executablePath: named })) return { executablePath: named }
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a Chromium ${oldest} or later that starts.`)
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  const here = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  for (const executablePath of [...here, ...onMac].filter((path) => existsSync(path))) {
    if (await isFit({ executablePath })) return { executablePath }
  }
  if (process.platform === 'linux' && process.arch === 'x64') return await packedChromium()
  throw new Error(
    `The browser tests need Chromium or Google Chrome ${oldest} or later. Install one, or name it in CHROMIUM_PATH.`,
  )
}

/** For playwright-core: nothing that phones home, and no sandbox where there cannot be one (as root). */
export const launchOptions = async (): Promise<LaunchOptions> => {
  const { executablePath, env } = await findChromium()
  const quiet = [
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
  ]
  return {
    executablePath,
    headless: true,
    args: ['--no-sandbox', ...quiet],
    ...(env ? { env: { ...process.env, ...env } } : {}),
  }
}

const isFit = async ({ executablePath, env }: Browser): Promise<boolean> => {
  try {
    const { stdout } = await run(executablePath, ['--version'], {
      env: { ...process.env, ...env },
      timeout: 20_000,
    })
    return Number(/ (\d+)\./.exec(stdout)?.[1] ?? 0) >= oldest
  } catch {
    return false
  }
}

const packedChromium = async (): Promise<Browser> => {
  const folder = await unpack()
  const executablePath = join(folder, 'chromium')
  // The packed fonts make a picture the same everywhere; the packed libraries serve machines that have none.
  const fonts = { FONTCONFIG_PATH: join(folder, 'fonts') }
  const libraries = { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }
  for (const env of [fonts, { ...fonts, ...libraries }]) {
    if (await isFit({ executablePath, env })) return { executablePath, env }
  }
  throw new Error(
    'The Chromium that the tests bring along does not start here. Install Chromium and try again.',
  )
}

/** The package unpacks into the system's temporary folder, and trusts what lies there; hence one of our own, renamed when whole. */
const unpack = async (): Promise<string> => {
  const packed = join(root, 'node_modules/@sparticuz/chromium')
  const { version } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as { version: string }
  const cache = join(root, 'node_modules/.cache')
  const place = join(cache, `chromium-${version}`)
  if (existsSync(place)) return place
  mkdirSync(cache, { recursive: true })
  const beside = mkdtempSync(`${place}-`)
  // The library set is part of what it unpacks only where it believes to be on a cloud machine.
  const env = { ...process.env, TMPDIR: beside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' }
  const program = "await (await import('@sparticuz/chromium')).default.executablePath()"
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, env })
  writeFileSync(join(beside, 'fonts/fonts.conf'), fontSettings(join(place, 'fonts')))
  try {
    renameSync(beside, place)
  } catch (error) {
    // Another test run was faster.
    rmSync(beside, { recursive: true, force: true })
    if (!existsSync(place)) throw error
  }
  return place
}

const fontSettings = (folder: string): string => {
  const path = folder.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${path}/fonts</dir><cachedir>${path}/cache</cachedir></fontconfig>
`
}
