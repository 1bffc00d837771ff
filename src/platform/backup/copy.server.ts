import type { Duplex } from 'node:stream'
import type pg from 'pg'

/** What `pg` hands to a query that speaks the protocol itself; it serves COPY no further than this. */
type Wire = pg.Connection & {
  stream: Duplex
  sendCopyFromChunk(chunk: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(why: string): void
}
type Refuse = (error: Error) => void

const rowsIn = (said: { text?: string }): number => Number(/^COPY (\d+)$/.exec(said.text ?? '')?.[1] ?? 0)
const ignore = () => {}
const drained = (stream: Duplex) =>
  new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done)
      resolve()
    }
    stream.on('drain', done).on('close', done)
  })

/**
 * Runs `COPY … TO STDOUT`. `take` gets the bytes as they come, its own to keep, and may return a promise: nothing more
 * is read from the socket until it is kept. @returns how many rows came.
 */
export const copyOut = (
  client: pg.ClientBase,
  given: { statement: string; take: (bytes: Buffer) => Promise<void> | undefined },
): Promise<number> =>
  new Promise((resolve, reject: Refuse) => {
    let rows = 0
    let failure: Error | undefined
    client.query({
      submit: (connection: pg.Connection) => connection.query(given.statement),
      // The parser uses its memory again, so the bytes are copied at once.
      handleCopyData: ({ chunk }: { chunk: Uint8Array }, { stream }: Wire) => {
        const waits = failure ? undefined : given.take(Buffer.from(chunk))
        if (!waits) return
        stream.pause()
        waits
          .catch((error: Error) => {
            failure = error
          })
          .finally(() => stream.resume())
      },
      handleCommandComplete: (said: { text?: string }) => {
        rows = rowsIn(said)
      },
      handleReadyForQuery: () => (failure ? reject(failure) : resolve(rows)),
      handleError: (error: Error) => reject(failure ?? error),
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleEmptyQuery: ignore,
    } as pg.Submittable)
  })

/** Runs `COPY … FROM STDIN` with the bytes of `source`. @returns how many rows were taken. */
export const copyIn = (
  client: pg.ClientBase,
  given: { statement: string; source: AsyncIterable<Uint8Array> },
): Promise<number> =>
  new Promise((resolve, reject: Refuse) => {
    let rows = 0
    let isOver = false
    let failure: Error | undefined
    const send = async (wire: Wire) => {
      for await (const bytes of given.source) {
        if (isOver) return
        wire.sendCopyFromChunk(bytes)
        if (wire.stream.writableNeedDrain && !wire.stream.destroyed) await drained(wire.stream)
      }
      wire.endCopyFrom()
    }
    client.query({
      submit: (connection: pg.Connection) => connection.query(given.statement),
      handleCopyInResponse: (wire: Wire) => {
        send(wire).catch((error: Error) => {
          failure = error
          if (!isOver) wire.sendCopyFail('The source failed.')
        })
      },
      handleCommandComplete: (said: { text?: string }) => {
        rows = rowsIn(said)
      },
      handleReadyForQuery: () => resolve(rows),
      handleError: (error: Error) => {
        isOver = true
        reject(failure ?? error)
      },
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleEmptyQuery: ignore,
    } as pg.Submittable)
  })
