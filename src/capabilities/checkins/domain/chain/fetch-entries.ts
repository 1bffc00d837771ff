import { type ChainEntry, type ChainPage, pageOf, pageSize } from './entry.ts'

/** One page of a public chain; undefined where it did not come, or cannot be read. */
export type FetchPage = (from: number) => Promise<ChainPage | undefined>

/** Far more than an organisation writes in a lifetime; a list without an end is none. */
const mostPages = 2000

/**
 * Every entry from the page on that holds entry `number`, and the name that the list gives itself; undefined where a
 * page did not come, or is not that page of that organisation.
 */
export const fetchEntries = async (given: {
  number: number
  organisation: string | undefined
  fetchPage: FetchPage
}): Promise<{ entries: ChainEntry[]; name: string } | undefined> => {
  const entries: ChainEntry[] = []
  let { organisation } = given
  let name = ''
  let from: number | null = pageOf(given.number)
  for (let pages = 0; from !== null; pages++) {
    const page: ChainPage | undefined = await given.fetchPage(from)
    organisation ??= page?.organisation
    if (!page || !isPage(page, { organisation, from }) || pages >= mostPages) return undefined
    name = page.name
    entries.push(...page.entries)
    from = page.next
  }
  return { entries, name }
}

const isPage = (page: ChainPage, wish: { organisation: string | undefined; from: number }): boolean =>
  page.format === 'kith-chain/1' &&
  typeof page.organisation === 'string' &&
  page.organisation === wish.organisation &&
  typeof page.name === 'string' &&
  page.from === wish.from &&
  (page.next === null || page.next === wish.from + pageSize) &&
  Array.isArray(page.entries) &&
  page.entries.length <= pageSize &&
  page.entries.every((entry) => isEntry(entry) && pageOf(entry.number) === page.from)

const isEntry = (entry: ChainEntry): boolean =>
  Number.isSafeInteger(entry?.number) &&
  [entry.kind, entry.body, entry.signature, entry.hash].every((part) => typeof part === 'string') &&
  Array.isArray(entry.cosignatures) &&
  entry.cosignatures.every((one) => typeof one?.witness === 'string' && typeof one.signature === 'string')
