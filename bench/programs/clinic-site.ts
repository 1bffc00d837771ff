import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { furnishClinic } from '#tests/rehearsal/whole-clinic.ts'
import { cookieOf, openBenchSite } from '../site.ts'

/** One question to the database as a page asked it; `connection` tells which of the page's belong together. */
export type Asked = { connection: number; user: string; text: string; values: unknown[] }
export type ClinicSite = {
  url: string
  socketFolder: string
  cookie: string
  pages: { home: string; release: string; file: string }
  asked: { home: Asked[]; release: Asked[] }
}

// A site with two teams, one release and one open check-in, and what its pages ask the database, for peers to ask too.
const running = await openBenchSite('2026-11-20T09:00:00Z')
const clinic = await furnishClinic(running)
const cookie = cookieOf(clinic.memberEnters)
const home = `/app/${clinic.slug}`
const release = `${home}/releases/${clinic.waves.released}`

const listen = async (path: string): Promise<Asked[]> => {
  const asked: Asked[] = []
  const connections: unknown[] = []
  const query = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [first, second] = given
    const text = typeof first === 'string' ? first : (first as { text: string }).text
    const values = Array.isArray(second) ? second : ((first as { values?: unknown[] }).values ?? [])
    if (!connections.includes(this)) connections.push(this)
    const user = (this as unknown as { user: string }).user
    if (user !== 'kith_queue') asked.push({ connection: connections.indexOf(this), user, text, values })
    return (query as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof query
  const response = await fetch(running.url + path, { headers: { cookie } })
  await response.text()
  pg.Client.prototype.query = query
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}.`)
  return asked
}
await fetch(running.url + home, { headers: { cookie } })
const client = join(import.meta.dirname, '../../build/client')
const chunk = readdirSync(join(client, '_app/immutable/entry')).find((name) => name.endsWith('.js')) ?? ''
const told: ClinicSite = {
  url: running.url,
  socketFolder: running.socketFolder,
  cookie,
  pages: { home, release, file: `/_app/immutable/entry/${chunk}` },
  asked: { home: await listen(home), release: await listen(release) },
}
process.send?.(told)
process.once('message', async () => {
  await running.end()
  process.exit()
})
