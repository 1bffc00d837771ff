import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { stopChild } from '../child.ts'
import { load, type Target } from '../http-load.ts'
import type { ClinicSite } from '../programs/clinic-site.ts'
import { median, show } from '../report.ts'

// Pages rendered per second, signed in, the site in one process and the load in another. Peers: the page's own database
// questions without a page, and a file. All take turns.
const programs = join(import.meta.dirname, '../programs')
const connections = 8
const amount = 300
const rounds = 4

const site = fork(join(programs, 'clinic-site.ts'))
const peer = fork(join(programs, 'same-queries.ts'))
try {
  const [told] = (await once(site, 'message')) as [ClinicSite]
  peer.send({ socketFolder: told.socketFolder, asked: told.asked })
  const [{ port }] = (await once(peer, 'message')) as [{ port: number }]
  const signedIn = (path: string): Target => ({
    url: told.url,
    requests: [{ path, headers: { cookie: told.cookie, accept: 'text/html' } }],
  })
  const bare = (name: string): Target => ({
    url: `http://127.0.0.1:${port}`,
    requests: [{ path: `/${name}` }],
  })
  const targets = {
    home: signedIn(told.pages.home),
    release: signedIn(told.pages.release),
    homeQueries: bare('home'),
    releaseQueries: bare('release'),
    file: { url: told.url, requests: [{ path: told.pages.file }] },
  }
  type Name = keyof typeof targets
  const rates: Record<Name, number[]> = {
    home: [],
    release: [],
    homeQueries: [],
    releaseQueries: [],
    file: [],
  }
  for (let round = 0; round <= rounds; round++)
    for (const [name, target] of Object.entries(targets) as [Name, Target][]) {
      const { perSecond } = await load(target, { amount, connections })
      if (round > 0) rates[name].push(perSecond)
    }
  const ratio = (mine: Name, theirs: Name) =>
    median(rates[mine].map((rate, at) => rate / (rates[theirs][at] ?? Number.NaN)))
  for (const [page, queries] of [
    ['home', 'homeQueries'],
    ['release', 'releaseQueries'],
  ] as const) {
    show({
      what: `${page} pages rendered per second, signed in, ${connections} in flight`,
      ours: median(rates[page]).toFixed(0),
      beside: `its ${told.asked[page].length} database questions alone ${median(rates[queries]).toFixed(0)}`,
      ratio: ratio(page, queries),
    })
    show({
      what: `${page} pages beside a file of the same server`,
      ours: median(rates[page]).toFixed(0),
      beside: `file ${median(rates.file).toFixed(0)}`,
      ratio: ratio(page, 'file'),
    })
  }
} finally {
  await stopChild(peer, 'SIGKILL')
  if (site.connected) {
    site.send('end')
    await Promise.race([once(site, 'exit'), new Promise((resolve) => setTimeout(resolve, 20_000))])
  }
  await stopChild(site)
}
