import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  generateTicketKey,
  type LoadedKey,
  loadSigningKey,
  loadTicketKey,
} from '#packages/blind-ticket/server.ts'
import { generateSealingKey, PRIVATE_KEY_SIZE } from '#packages/sealed/index.ts'
import { createPool, loadKeptReader, openPool, type Pool } from '#platform/pool/index.server.ts'
import type { Choice, Poll } from '../../domain/polls/poll.ts'
import { type Tally, tallyOf } from '../../domain/polls/tally.ts'
import { type BoxFiles, destroyKey, readKey, writeKey } from './box-files.server.ts'
import { bytesOf, textOf, VOTE_BYTES } from './vote-bytes.ts'

/** The votes of one anonymous poll while they are kept. */
export type BallotBox = {
  /** Checks tickets. */
  readonly key: LoadedKey
  /** How many tickets there are places for. */
  readonly places: number
  /** Signs tickets; undefined once the poll has closed. */
  signer(): LoadedKey | undefined
  /** Durable when it returns. */
  put(vote: { ticket: Uint8Array; choice: Choice }): Promise<Awaited<ReturnType<Pool['add']>>>
  /** Counts what has been taken so far; after `close` all there is. */
  tally(poll: Poll): Tally
  /** Takes no more from this moment on; resolves when what was on its way is in, and the signing key is destroyed. */
  close(): Promise<void>
  letGo(): Promise<void>
}

/** Makes a poll's key and pool, or goes on where a kill cut that short: until the key is in the log nobody has a ticket. */
export const makeBox = async (on: { files: BoxFiles; places: number }): Promise<{ spki: Uint8Array }> => {
  const { files, places } = on
  await mkdir(files.folder, { recursive: true, mode: 0o700 })
  if (!existsSync(files.pool)) {
    const sealing = await generateSealingKey()
    await writeKey(files.opening, Buffer.concat([sealing.privateKey, sealing.publicKey]))
    const { publicKey: sealedTo } = sealing
    await createPool({ file: files.pool, capacity: places, payloadSize: VOTE_BYTES, sealedTo })
  }
  const { privateKey, spki } = await generateTicketKey()
  await writeKey(files.key, privateKey)
  return { spki }
}

/**
 * Opens a box and counts what is in it. `spki` is the key that the log names. Undefined where the votes are gone.
 * @throws when the disk cannot be read or written.
 */
export const openBox = async (on: { files: BoxFiles; spki: Uint8Array }): Promise<BallotBox | undefined> => {
  const { files, spki } = on
  const opening = await readKey(files.opening)
  if (!opening || !existsSync(files.pool)) return undefined
  const counts = await readVotes(files.pool, opening)
  const pool = await openPool({ file: files.pool })
  const pkcs8 = await readKey(files.key)
  let signing = pkcs8 && loadSigningKey(pkcs8)
  const count = (text: string) => counts.set(text, (counts.get(text) ?? 0) + 1)
  let closing: Promise<void> | undefined

  const close = async () => {
    signing = undefined
    await pool.seal()
    await destroyKey(files.key)
    // The disk is what counts, not this process's memory of it.
    counts.clear()
    for (const [text, times] of await votesIn(pool, opening)) counts.set(text, times)
  }

  return {
    key: loadTicketKey(spki),
    places: pool.capacity,
    signer: () => signing,
    put: async ({ ticket, choice }) => {
      const payload = bytesOf(choice)
      const outcome = await pool.add({ ticket, payload })
      if (outcome === 'stored') count(textOf(payload))
      return outcome
    },
    tally: (poll) => tallyOf(poll, expanded(counts)),
    close: () => {
      closing ??= close().catch((error: unknown) => {
        closing = undefined
        throw error
      })
      return closing
    },
    letGo: () => pool.close(),
  }
}

/** A pool is read after it was sealed; sealing lasts as long as it is open. */
const readVotes = async (file: string, opening: Uint8Array): Promise<Map<string, number>> => {
  const pool = await openPool({ file })
  try {
    await pool.seal()
    return await votesIn(pool, opening)
  } finally {
    await pool.close()
  }
}

/** Opens every envelope, in handfuls, so that others are served meanwhile. */
const votesIn = async (pool: Pool, opening: Uint8Array) => {
  const counts = new Map<string, number>()
  const key = {
    privateKey: opening.subarray(0, PRIVATE_KEY_SIZE),
    publicKey: opening.subarray(PRIVATE_KEY_SIZE),
  }
  const reader = await loadKeptReader({ mark: pool.mark, key })
  let opened = 0
  for await (const some of pool.readAll())
    for (const kept of some) {
      const bytes = await reader.openKept(kept)
      if (!bytes) throw new Error('A vote cannot be opened.')
      const text = textOf(Buffer.from(bytes))
      counts.set(text, (counts.get(text) ?? 0) + 1)
      opened += 1
      if (opened % AT_ONCE === 0) await nextTurn()
    }
  return counts
}

const AT_ONCE = 50

function* expanded(counts: ReadonlyMap<string, number>): Generator<Choice> {
  for (const [text, times] of counts) {
    const choice = JSON.parse(text) as Choice
    for (let at = 0; at < times; at += 1) yield choice
  }
}
