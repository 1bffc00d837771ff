import { readSettings } from '../src/platform/configuration/settings.server.ts'

const [command = 'start', ...words] = process.argv.slice(2)
const stopped = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
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
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      console.log('Stopping …')
      await site.stop()
      process.exit(0)
    })
  }
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
  }
}

if (command === 'start') await start()
else stopped(`Kith does not know the command "${command}". It knows: start.`)
