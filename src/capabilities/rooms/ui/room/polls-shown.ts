import type { PollPart } from '../../domain/run/view.ts'

/**
 * The questions on a page: all that are open, so that each can be answered, and of the others the newest, with its result,
 * with why there is none, or with what became of an answer that came too late.
 */
export const pollsShown = (parts: Iterable<PollPart>): PollPart[] => {
  const all = [...parts]
  const newest = all.findLast(({ state }) => state === 'closed')
  return all.filter((part) => part.state === 'open' || part === newest)
}
