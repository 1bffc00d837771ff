import type { Log } from '#platform/log/log.server.ts'

/** What was begun, so that it can be ended in the other order. */
export type Undo = {
  add(step: () => Promise<unknown> | unknown): void
  all(): Promise<void>
}

export const createUndo = (log: Log): Undo => {
  const steps: (() => Promise<unknown> | unknown)[] = []
  return {
    add: (step) => void steps.push(step),
    all: async () => {
      for (const step of steps.splice(0).reverse()) {
        try {
          await step()
        } catch (err) {
          // What fails to stop must not keep the rest, the database above all, from stopping.
          log.warn({ err }, 'a part did not stop in order')
        }
      }
    },
  }
}
