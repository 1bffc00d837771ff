import { type QueueName, queueNames } from './queue-names.ts'

export type QueueState = {
  name: QueueName
  waiting: number
  /** Of those, the ones that failed before and are tried again. */
  again: number
  running: number
  /** Given up within the last day. */
  gaveUp: number
  /** Undefined where none was done within the last day: older ones are deleted. */
  lastDoneAt: Date | undefined
  /** For how many seconds the oldest one could have been done already. */
  overdue: number
}

type Ask = (text: string) => Promise<{ rows: unknown[] }>
type Row = Omit<QueueState, 'lastDoneAt'> & { lastDoneAt: Date | null }

/** What waits, runs and failed in each queue; what the jobs are about stays with them. */
export const readQueueStates = async (ask: Ask): Promise<QueueState[]> => {
  const { rows } = await ask(`
    select name,
      count(*) filter (where state in ('created', 'retry'))::int as waiting,
      count(*) filter (where state = 'retry')::int as again,
      count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state = 'failed' and completed_on > now() - interval '1 day')::int as "gaveUp",
      max(completed_on) filter (where state = 'completed') as "lastDoneAt",
      coalesce(extract(epoch from now() - min(start_after) filter
        (where state = 'created' and start_after < now())), 0)::int as overdue
    from queue.job group by name`)
  const found = new Map((rows as Row[]).map((row) => [row.name, row]))
  return queueNames.map((name) => {
    const row = found.get(name)
    return {
      name,
      waiting: row?.waiting ?? 0,
      again: row?.again ?? 0,
      running: row?.running ?? 0,
      gaveUp: row?.gaveUp ?? 0,
      lastDoneAt: row?.lastDoneAt ?? undefined,
      overdue: row?.overdue ?? 0,
    }
  })
}
