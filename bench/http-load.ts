import autocannon from 'autocannon'

export type Target = { url: string; requests: { path: string; headers?: Record<string, string> }[] }

/** Asks a number of times over kept connections. @throws unless every answer was a 200. */
export const load = async (
  target: Target,
  options: { amount: number; connections: number },
): Promise<{ perSecond: number; milliseconds: number[] }> => {
  const began = performance.now()
  const milliseconds: number[] = []
  const statuses = new Map<number, number>()
  const run = autocannon({ ...target, ...options })
  run.on('response', (_client, status, _bytes, took) => {
    milliseconds.push(took)
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  })
  const { errors } = await run
  if (errors > 0 || statuses.get(200) !== options.amount)
    throw new Error(`Not every page came: ${JSON.stringify([...statuses])}, ${errors} errors.`)
  return { perSecond: (options.amount * 1000) / (performance.now() - began), milliseconds }
}
