import type { Composition } from '../composition.server.ts'
import { type DemoLink, makeEntrances } from './entrances.server.ts'
import { actorOf, foundHospital } from './found-hospital.server.ts'
import { furnishPeople } from './furnish-people.server.ts'
import { furnishRooms } from './furnish-rooms.server.ts'
import { holdKeys, trusteeLinks } from './hold-keys.server.ts'
import { nameWitness } from './name-witness.server.ts'
import { openThisWeek } from './open-week.server.ts'
import { dayOf, inventPastWeeks } from './past-weeks.server.ts'
import { sheetsInTray } from './print-sheets.server.ts'
import { runQuarters, runSeries } from './run-series.server.ts'
import { known } from './staff.ts'

/** How many weekly releases there are to begin with; the hospital has been there for a year. */
const weeks = 10
const year = 52
const week = 7 * 86_400_000

export type OpenDemo = {
  links: DemoLink[]
  /** Codes of printed sheets, to try. */
  sheets: string[]
  demo: NonNullable<Composition['demo']>
}

/**
 * Makes the fictional hospital, or what is missing of it, and opens its doors. Everything is looked for before it is
 * made, so that a start that was cut short is completed by the next. Takes about half a minute the first time.
 * @throws a sentence for the operator where nobody could answer.
 */
export const openDemo = async (
  site: Composition,
  say: (line: string) => void = () => {},
): Promise<OpenDemo> => {
  if (!site.settings.isAddressSecure)
    throw new Error('A demo needs a PUBLIC_URL that begins with https, or none at all.')
  const now = site.clock.now()
  const today = dayOf(now).toString()
  const longAgo = { now: () => new Date(now.getTime() - year * week) }
  say('The staff of a fictional hospital …')
  await foundHospital({ ...site, clock: longAgo }, { today, present: site.clock })
  await furnishPeople(site)
  const lead = await actorOf(site, known.wellbeing)
  if (!lead) throw new Error('The demo has lost its wellbeing lead.')
  say('Results of past weeks and quarters …')
  const series = await runSeries(site, { lead, weeks })
  await inventPastWeeks(site, { lead, weeks, today, series })
  const administrator = await actorOf(site, known.administrator)
  if (!administrator) throw new Error('The demo has lost its administrator.')
  const signAll = await nameWitness(site, { administrator })
  say('A check-in that is open, and its keys …')
  await holdKeys(site, { administrator })
  await openThisWeek(site, { lead })
  await signAll()
  await runQuarters(site, { lead })
  say('Rooms: one to come, one that is open, one that was held …')
  await furnishRooms(site, { lead, administrator })
  const opened = await makeEntrances(site)
  return {
    ...opened,
    links: [...opened.links, ...trusteeLinks(site, lead.organisation.slug)],
    sheets: sheetsInTray(site.settings.dataDir),
  }
}
