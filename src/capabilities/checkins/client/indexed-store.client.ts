import { type Box, type Store, shelves } from './store.client.ts'

const name = 'kith'
const version = 3

/** Opens what this browser keeps. Rejects where it keeps nothing: blocked storage, some private windows. */
export const indexedStore = async (): Promise<Store> => {
  let database = await open()
  const begin = async (): Promise<IDBTransaction> => {
    try {
      return database.transaction([...shelves], 'readwrite', { durability: 'strict' })
    } catch {
      // The browser closed the connection, as phones do in the background.
      database = await open()
      return database.transaction([...shelves], 'readwrite', { durability: 'strict' })
    }
  }
  const store: Store = {
    isLasting: true,
    change: async (work) => {
      const transaction = await begin()
      const ended = endOf(transaction)
      try {
        const result = await work(boxOf(transaction))
        await ended
        return result
      } catch (error) {
        ended.catch(() => undefined)
        if (transaction.error === null) abort(transaction)
        throw error
      }
    },
  }
  // Some browsers open a database and then refuse to write.
  await store.change((box) => box.remove('quiet', 'trial'))
  return store
}

/** Whether anything was ever kept here; a browser that cannot tell is looked into, which keeps an empty box. */
export const isAnythingKept = async (): Promise<boolean> => {
  try {
    if (typeof indexedDB.databases !== 'function') return true
    return (await indexedDB.databases()).some((one) => one.name === name)
  } catch {
    return false
  }
}

/** Removes the whole box. Other tabs let go of it when asked; one that does not keeps it until it is closed. */
export const dropKept = (): Promise<void> =>
  new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(name)
      request.onsuccess = () => resolve()
      request.onerror = () => resolve()
      request.onblocked = () => resolve()
    } catch {
      resolve()
    }
  })

const open = () =>
  new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onupgradeneeded = () => {
      const there = request.result.objectStoreNames
      for (const shelf of shelves) if (!there.contains(shelf)) request.result.createObjectStore(shelf)
    }
    request.onerror = () => reject(request.error)
    request.onsuccess = () => {
      // A later version of Kith in another tab must not wait for this one.
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
  })

const abort = (transaction: IDBTransaction) => {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}

const endOf = (transaction: IDBTransaction) =>
  new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('Storage did not keep a change.'))
  })

const answerOf = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const boxOf = (transaction: IDBTransaction): Box => ({
  get: (shelf, key) => answerOf(transaction.objectStore(shelf).get(key)),
  put: async (shelf, key, value) => {
    await answerOf(transaction.objectStore(shelf).put(value, key))
  },
  remove: async (shelf, key) => {
    await answerOf(transaction.objectStore(shelf).delete(key))
  },
  all: async (shelf) => {
    const kept = transaction.objectStore(shelf)
    const [keys, values] = await Promise.all([answerOf(kept.getAllKeys()), answerOf(kept.getAll())])
    return keys.map((key, at) => ({ key: String(key), value: values[at] }))
  },
})
