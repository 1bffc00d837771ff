import { readFileSync, writeSync } from 'node:fs'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { issueTicket } from '#capabilities/checkins/index.server.ts'
import {
  confirmImport,
  openRosterReader,
  previewImport,
  uploadRoster,
} from '#capabilities/people/index.server.ts'
import { externalAddress } from '#platform/database/addresses.server.ts'
import { sendSheet } from '../../rehearsal/paper.ts'
import { openPostBox } from '../../rehearsal/post-box.ts'
import { openSite } from '../../rehearsal/site.ts'
import type { Order } from './order.ts'

/**
 * A site that does one errand until it is killed. It says aloud what a browser would have been told by then, and
 * nothing before that. The order comes as a file.
 */
const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Order
const say = (...words: (string | number)[]) => writeSync(1, `${words.join(' ')}\n`)
const site = await openSite({
  address: externalAddress(order.url),
  dataDir: order.dataDir,
  now: order.now,
  ...(order.collectorUrl ? { collectorUrl: order.collectorUrl } : {}),
})
const { checkins } = site
say('ready')

/** A few at a time, as requests come. */
const each = async <T>(things: readonly T[], work: (thing: T) => Promise<void>) => {
  const waiting = [...things]
  const one = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next)
  }
  await Promise.all([one(), one(), one(), one()])
}

if (order.errand === 'issue')
  await each(order.requests, async ({ number, actor, request }) => {
    const issued = await issueTicket({ wave: order.wave, request }, { checkins, actor })
    if (issued.ok) say('issued', number, issued.value.blindSignature)
  })
if (order.errand === 'collect')
  await each(order.ballots, async ({ number, ballot }) => {
    const bytes = Buffer.from(ballot, 'base64')
    const on = { registry: checkins.registry, clock: site.clock }
    // Twice at once, as two tabs send it.
    const answers = await Promise.all([collectBallot(bytes, on), collectBallot(bytes, on)])
    say(answers.includes('received') ? 'received' : 'refused', number, ...answers)
  })
if (order.errand === 'codes') {
  const { port } = await openPostBox(site)
  await each(order.sheets, async ({ number, code, answers }) => {
    const { status } = await sendSheet({ port, code, answers })
    say(status === 303 ? 'received' : 'refused', number, status)
  })
}
if (order.errand === 'close') await site.work()
if (order.errand === 'import') {
  const { actor, list } = order
  const bytes = Buffer.from(list)
  const on = { ...site, rosters: openRosterReader() }
  const uploaded = await uploadRoster(on, { actor, fileName: 'staff.csv', bytes })
  if (!uploaded.ok) throw new Error(uploaded.refusal.code)
  const { upload } = uploaded.value
  const seen = await previewImport(on, { actor, upload })
  if (!seen.ok) throw new Error(seen.refusal.code)
  const { fingerprint } = seen.value
  say('importing')
  const done = await confirmImport(on, { actor, upload, fingerprint, choices: {} })
  if (!done.ok) throw new Error(done.refusal.code)
  say('imported')
}
say('done')
setInterval(() => undefined, 1000)
