import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Answer, Asked } from '../../live-room.server.ts'
import type { VotingDoors } from '../voting.fixture.ts'
import type { Errand } from './child.fixture.ts'

const CHILD = fileURLToPath(new URL('./child.fixture.ts', import.meta.url))

export class WasKilled extends Error {}

/** A room in a process of its own, which a test kills as a power cut would. */
export const runChild = (on: { file: string; folder: string }) => {
  const child = spawn(process.execPath, [CHILD, on.file, on.folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdin.on('error', () => {})
  const waiting = new Map<number, { tell(said: unknown): void; fail(error: Error): void }>()
  let number = 0
  let isGone = false
  const opened = Promise.withResolvers<void>()
  opened.promise.catch(() => {})
  waiting.set(0, { tell: () => opened.resolve(), fail: opened.reject })
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const answer = JSON.parse(line) as { number: number; said?: unknown; failed?: string }
    const asker = waiting.get(answer.number)
    waiting.delete(answer.number)
    if (answer.failed === undefined) asker?.tell(answer.said)
    else asker?.fail(new Error(answer.failed))
  })
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => {
    isGone = true
    for (const { fail } of waiting.values()) fail(new WasKilled())
  })
  const ask = <T>(errand: Errand): Promise<T> =>
    new Promise((resolve, fail) => {
      if (isGone) return fail(new WasKilled())
      number += 1
      waiting.set(number, { tell: (said) => resolve(said as T), fail })
      child.stdin.write(`${JSON.stringify({ number, errand })}\n`)
    })
  const doors: VotingDoors = {
    keyOf: (poll) => ask({ do: 'key', poll }),
    votes: {
      ticket: ({ seat, sent }) => ask({ do: 'ticket', seat, sent }),
      vote: (sent) => ask({ do: 'vote', sent }),
    },
  }
  return {
    ...doors,
    opened: opened.promise,
    act: (asked: Asked) => ask<Answer>({ do: 'act', asked }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

export type Child = ReturnType<typeof runChild>
