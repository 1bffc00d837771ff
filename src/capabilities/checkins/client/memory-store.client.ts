import { type Box, type Shelf, type Shelves, type Store, shelves } from './store.client.ts'

type Content = { [S in Shelf]: Map<string, Shelves[S]> }

/** For browsers that keep nothing: the same promises, for as long as the page is open. */
export const memoryStore = (): Store => {
  let content = Object.fromEntries(shelves.map((shelf) => [shelf, new Map()])) as unknown as Content
  let last: Promise<unknown> = Promise.resolve()
  const change = async <T>(work: (box: Box) => Promise<T>): Promise<T> => {
    const draft = structuredClone(content)
    const result = await work(boxOf(draft))
    content = draft
    return result
  }
  return {
    isLasting: false,
    change: (work) => {
      const turn = last.then(() => change(work))
      last = turn.catch(() => undefined)
      return turn
    },
  }
}

const boxOf = (content: Content): Box => ({
  get: async (shelf, key) => structuredClone(content[shelf].get(key)),
  put: async (shelf, key, value) => {
    content[shelf].set(key, structuredClone(value))
  },
  remove: async (shelf, key) => {
    content[shelf].delete(key)
  },
  all: async (shelf) => [...content[shelf]].map(([key, value]) => ({ key, value: structuredClone(value) })),
})
