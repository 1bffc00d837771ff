import { setTimeout as sleep } from 'node:timers/promises'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import type { Effects } from '../../effects.ts'
import { listSupportPages, readSupport, type SupportPage } from './read-support.server.ts'

const patience = 2_000

type Listed = { slug: string; name: string }[]

/** Support pages for whoever opens them, also while the database is away: then as they last were. */
export type SupportShelf = {
  read(slug: string): Promise<SupportPage | undefined>
  list(): Promise<Listed>
  /** Reads all of them, so that what is there later does not hang on, or tell, who looked for help before. */
  fill(): Promise<void>
}

/** Kept in memory; a few kilobytes for each organisation. */
export const openSupportShelf = (effects: Pick<Effects, 'database'>): SupportShelf => {
  const pages = new Map<string, SupportPage>()
  let listed: Listed | undefined
  const list = async (): Promise<Listed> => {
    listed = await listSupportPages(effects)
    return listed
  }
  const read = async (slug: string): Promise<SupportPage | undefined> => {
    const page = await readSupport(effects, { slug })
    if (page) pages.set(slug, page)
    return page
  }
  return {
    list: () => soonOr(list(), () => listed),
    read: (slug) => soonOr(read(slug), () => pages.get(slug)),
    fill: async () => {
      await list()
      for (const { slug } of await effects.database.inSite(listAllOrganisations)) await read(slug)
    },
  }
}

/** The answer, where it comes soon; else what is kept. @throws where nothing is kept, what kept the answer away. */
const soonOr = async <T>(asked: Promise<T>, kept: () => T | undefined): Promise<T> => {
  const late = new Error('The database did not answer soon.')
  const isOver = new AbortController()
  try {
    return await Promise.race([
      asked,
      sleep(patience, undefined, { ref: false, signal: isOver.signal }).then(() => Promise.reject(late)),
    ])
  } catch (error) {
    const copy = kept()
    if (copy !== undefined) return copy
    if (error === late) return await asked
    throw error
  } finally {
    isOver.abort()
    asked.catch(() => {})
  }
}
