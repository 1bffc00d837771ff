import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Agent } from 'node:https'
import { join } from 'node:path'
import webPush, { WebPushError } from 'web-push'
import { mayBeAsked, publicHostsOnly } from './public-hosts.server.ts'

/** Where one browser listens, as it said itself. */
export type PushAddress = { endpoint: string; p256dh: string; auth: string }
/** What the browser shows; the push service between sees only how long it is. */
export type PushWords = { title: string; body: string; path: string }

export type Push = {
  /** What a browser needs to know of this site before it listens. */
  publicKey: string
  mayBeAsked(endpoint: string): boolean
  /** @throws when the push service cannot be reached or refuses for now. */
  send(to: PushAddress, words: PushWords): Promise<'taken' | 'gone'>
}

const gone = new Set([404, 410])
/** A message about a check-in is of no use days later. */
const keptFor = 24 * 3_600

/**
 * Web push (RFC 8030, 8291, 8292) with keys of the site’s own, made at the first start. `reach` replaces where it may
 * send, in tests alone: a push service of the test’s own has no public address.
 */
export const openPush = (options: {
  dataDir: string
  contact: string
  reach?: { agent: Agent; mayBeAsked(endpoint: string): boolean }
}): Push => {
  const keys = readKeys(join(options.dataDir, 'secrets', 'push.json'))
  const reach = options.reach ?? { agent: publicHostsOnly(), mayBeAsked }
  return {
    publicKey: keys.publicKey,
    mayBeAsked: reach.mayBeAsked,
    send: async ({ endpoint, p256dh, auth }, words) => {
      if (!reach.mayBeAsked(endpoint)) return 'gone'
      try {
        await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify(words), {
          vapidDetails: { subject: `mailto:${options.contact}`, ...keys },
          TTL: keptFor,
          timeout: 10_000,
          agent: reach.agent,
        })
        return 'taken'
      } catch (error) {
        if (error instanceof WebPushError && gone.has(error.statusCode)) return 'gone'
        throw new Error('A push service did not take a message.', { cause: (error as Error).message })
      }
    },
  }
}

const readKeys = (file: string): { publicKey: string; privateKey: string } => {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, JSON.stringify(webPush.generateVAPIDKeys()), { mode: 0o600, flush: true })
    renameSync(`${file}.new`, file)
  }
  return JSON.parse(readFileSync(file, 'utf8')) as { publicKey: string; privateKey: string }
}
