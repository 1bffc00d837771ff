import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { stopChild } from '../child.ts'
import { load, type Target } from '../http-load.ts'
import type { LargeSite } from '../programs/large-site.ts'
import { quantile, show } from '../report.ts'

// The home page of a member of a very large organisation while a check-in is open. Its people are put straight into the
// tables, its ticket keys are throw-away ones that nobody could sign with, and its opening message is not sent.
const connections = 8
const amount = 500
const site = fork(join(import.meta.dirname, '../programs/large-site.ts'))
try {
  const [told] = (await once(site, 'message')) as [LargeSite]
  const home: Target = {
    url: told.url,
    requests: told.cookies.map((cookie) => ({ path: told.home, headers: { cookie, accept: 'text/html' } })),
  }
  const health: Target = { url: told.url, requests: [{ path: '/healthz' }] }
  await load(home, { amount: 64, connections })
  const pages = await load(home, { amount, connections })
  const floor = await load(health, { amount, connections })
  const p95 = quantile(pages.milliseconds, 0.95)
  const least = quantile(floor.milliseconds, 0.95)
  const people = told.people.toLocaleString('en')
  show({
    what: `signed-in home page, ${people} people, open wave of ${told.groups} groups (throw-away keys): p95 of ${amount}, ${connections} in flight`,
    ours: `${p95.toFixed(0)} ms (median ${quantile(pages.milliseconds, 0.5).toFixed(0)} ms, ${pages.perSecond.toFixed(0)} a second)`,
    beside: `a request that asks the database one question ${least.toFixed(1)} ms`,
    ratio: p95 / least,
    target: 'below 100 ms',
    isMet: p95 < 100,
  })
} finally {
  if (site.connected) {
    site.send('end')
    await Promise.race([once(site, 'exit'), new Promise((resolve) => setTimeout(resolve, 20_000))])
  }
  await stopChild(site)
}
