import type { Browser } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { bringIn, foundFirst, joinAs, type Organised } from './people-on-site.ts'
import { type RunningSite, runSite } from './running-site.ts'
import { times } from './wave.ts'

/** A running site with one organisation, a browser, and the cookies of those of its staff who have come in, by name. */
export type JoinedClinic = {
  running: RunningSite
  browser: Browser
  clinic: Organised
  sessions: Map<string, Headers>
}

/** `list` is a staff list as an administrator uploads it; `names` are those on it who join. */
export const joinedClinic = async (given: {
  list: string
  names: readonly string[]
  site?: Partial<Parameters<typeof runSite>[0]>
}): Promise<JoinedClinic> => {
  const running = await runSite({ now: times.before, ...given.site })
  const browser = await openBrowser()
  const clinic = await foundFirst(running, 'Alder Bridge')
  await bringIn(running, { to: clinic, list: given.list })
  const sessions = await joinAs(running, { to: clinic, names: given.names })
  return { running, browser, clinic, sessions }
}
