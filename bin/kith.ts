import { join } from 'node:path'
import { isDemoFolder } from '../src/demo/demo-folder.server.ts'
import { readSettings, type Settings } from '../src/platform/configuration/settings.server.ts'

/** Where `npm run build` puts the site. */
const built = join(import.meta.dirname, '../build')

const [command = 'help', ...words] = process.argv.slice(2)
const stopped = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const stopOnSignal = (running: { stop(): Promise<void> }) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      console.log('Stopping …')
      await running.stop()
      process.exit(0)
    })
  }
}

const start = async () => {
  const began = performance.now()
  const isDemo = words.includes('--demo')
  const environment = isDemo ? { DATA_DIR: './data-demo', ...process.env } : process.env
  const settings = readSettings(environment)
  if (!settings.ok) {
    return stopped(settings.refusal.map(({ name, why }) => `${name} ${why}.`).join('\n'))
  }
  if (isDemo && (settings.value.databaseUrl || settings.value.smtpUrl))
    console.log('The demo keeps to its own folder: DATABASE_URL and SMTP_URL are left aside.')
  const own = isDemo ? { ...settings.value, databaseUrl: undefined, smtpUrl: undefined } : settings.value
  console.log(`Starting Kith on ${own.dataDir} …`)
  if (isDemo) console.log('The first start of a demo makes all of it up, which takes half a minute or more.')
  const say = (line: string) => console.log(line)
  const { startSite } = await import('../src/entry.server.ts')
  const site = await startSite(
    own,
    {},
    {
      isDemo,
      say,
      wantsReturnLink: words.includes('--operator-link'),
    },
  ).catch((error: Error) => stopped(error.message))
  stopOnSignal(site)
  console.log(`Kith is ready after ${((performance.now() - began) / 1000).toFixed(1)} s: ${site.address}`)
  if (!own.isAddressSecure)
    console.log(
      'Nobody can be invited or answer yet: browsers want https for that. Set PUBLIC_URL to an https address (docs/operate.md).',
    )
  if (site.setUpLink) {
    console.log(`Set it up here, within a day (the link works once): ${site.setUpLink}`)
  }
  if (site.returnLink) {
    console.log(
      `Sign in as the operator, within a quarter of an hour (the link works once): ${site.returnLink}`,
    )
  }
  if (site.demoLinks.length > 0) {
    console.log('Everything in it is fictional. These links sign you in, as long as this demo runs:')
    const widest = Math.max(...site.demoLinks.map(({ who }) => who.length))
    for (const { who, address } of site.demoLinks) console.log(`  ${who.padEnd(widest)}  ${address}`)
    const { codes, address: typedAt } = site.demoSheets
    if (codes.length > 0)
      console.log(`Willow ward answers on paper. Some of its sheets, to be typed at ${typedAt}:`)
    for (const code of codes) console.log(`  ${code}`)
    console.log(
      'Every page is there in English, Spanish, French and Arabic: choose at its foot. Letters follow the choice.',
    )
  }
}

const flags = ['--overwrite', '--without-secrets']
const usage: Record<string, string> = {
  start: 'npm start [-- [--demo] [--operator-link]]',
  collector: 'npm run kith -- collector',
  backup: 'npm run kith -- backup FILE [--overwrite]',
  restore: 'npm run kith -- restore FILE [--overwrite] [--without-secrets]',
  integrity: 'npm run kith -- integrity ADDRESS|FOLDER [LIST]',
  protect: 'npm run kith -- protect FILE|-',
  audit: 'npm run kith -- audit FILE|-',
  breakouts: 'npm run kith -- breakouts FILE|-',
  verify: 'npm run kith -- verify ADDRESS [--remember FILE [--new]] [--sign FILE] [--audit FILE]',
}

/** The settings of a site of real people, and the one file that was named. */
const readFileCommand = (): { settings: Settings; file: string } => {
  const named = words.filter((word) => !word.startsWith('--'))
  const [file = ''] = named
  if (named.length !== 1 || words.some((word) => word.startsWith('--') && !flags.includes(word)))
    return stopped(`Say it like this: ${usage[command]}`)
  const settings = readSettings(process.env)
  if (!settings.ok) return stopped(settings.refusal.map(({ name, why }) => `${name} ${why}.`).join('\n'))
  if (isDemoFolder(settings.value.dataDir))
    return stopped(`${settings.value.dataDir} holds the demo, which is made up again whenever it is wanted.`)
  return { settings: settings.value, file }
}

const backup = async () => {
  const { settings, file } = readFileCommand()
  const { backUp } = await import('../src/entry/back-up.server.ts')
  const done = await backUp(settings, { file, mayReplace: words.includes('--overwrite') }).catch(
    (error: Error) => stopped(error.message),
  )
  console.log(
    `${done.file}: ${done.rows} rows, ${(done.bytes / 1e6).toFixed(1)} MB, read back and found whole.`,
  )
  console.log(
    `Keep it where only you can read it. ${settings.dataDir}/secrets is not in it: copy that apart.`,
  )
}

const restoreFile = async () => {
  const { settings, file } = readFileCommand()
  const { restore } = await import('../src/entry/restore.server.ts')
  const given = {
    file,
    mayReplace: words.includes('--overwrite'),
    mayLackSecrets: words.includes('--without-secrets'),
  }
  console.log('Restoring. Until it says that it is done, nothing has changed.')
  const done = await restore(settings, given).catch((error: Error) => stopped(error.message))
  console.log(`Done: ${done.rows} rows, as they were on ${done.madeAt.toISOString()}.`)
  for (const { organisation, title } of done.cancelled)
    console.log(`Cancelled, because answers are never in a backup: “${title}” of ${organisation}.`)
  console.log(
    'Everybody signs in again. Invitations and printed codes work no more: invite again who has not joined.',
  )
}

/** Settings for something that runs until it is told to stop. */
const settingsToRun = (): Settings => {
  const settings = readSettings(process.env)
  return settings.ok
    ? settings.value
    : stopped(settings.refusal.map(({ name, why }) => `${name} ${why}.`).join('\n'))
}

const collector = async () => {
  const settings = settingsToRun()
  const { startCollector } = await import('../src/collector.server.ts')
  const running = await startCollector(settings).catch((error: Error) => stopped(error.message))
  stopOnSignal(running)
  console.log(`The collector is ready on port ${settings.port}.`)
}

const integrity = async () => {
  const [what = '', listFile = join(built, 'client/integrity.json')] = words
  if (what === '' || words.length > 2 || what.startsWith('-'))
    return stopped(`Say it like this: ${usage.integrity}`)
  const { compareFolder, compareSite } = await import('../src/platform/served-files/compare.server.ts')
  const { readList } = await import('../src/platform/served-files/read-list.server.ts')
  const unknown = (error: Error): never => {
    console.error(`Nothing was compared: ${error.message}`)
    process.exit(2)
  }
  const compare = async () => {
    const list = readList(listFile)
    const isAddress = /^https?:/.test(what)
    const differences = await (isAddress
      ? compareSite({ list, address: what })
      : compareFolder({ list, folder: what }))
    return { list, differences }
  }
  const { list, differences } = await compare().catch(unknown)
  const count = Object.keys(list.files).length
  for (const { path, what } of differences) console.log(`${what.padEnd(10)}  ${path}`)
  if (differences.length > 0)
    return stopped(`${what} is not build ${list.build}: ${differences.length} differences.`)
  console.log(`${what} is build ${list.build}: all ${count} files are the same.`)
}

const verify = async () => {
  const { verifyList } = await import('./verify.ts')
  const { code, lines } = await verifyList(words)
  for (const line of lines) console.log(line)
  process.exitCode = code
}

const help = async () => console.log(['Kith knows these:', ...Object.values(usage)].join('\n  '))

const decide = (command: 'protect' | 'audit') => async () => {
  const { runCells } = await import('./cells.ts')
  process.exitCode = await runCells({ command, words })
}

const breakouts = async () => {
  const { runBreakouts } = await import('./breakouts.ts')
  process.exitCode = await runBreakouts(words)
}

const commands: Record<string, () => Promise<void>> = {
  start,
  collector,
  backup,
  restore: restoreFile,
  integrity,
  protect: decide('protect'),
  audit: decide('audit'),
  breakouts,
  verify,
  help,
}
const run = commands[command.replace(/^--/, '')]
if (run) await run()
else stopped(`Kith does not know the command "${command}". It knows: ${Object.keys(commands).join(', ')}.`)
