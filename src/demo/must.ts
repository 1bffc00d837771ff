import type { Result } from '#kernel/result.ts'

/** Nobody is there to be told of a refusal while the demo is made: it is a bug. */
export const must = <T>(result: Result<T, { code: string }>): T => {
  if (!result.ok) throw new Error(`The demo could not be made: ${JSON.stringify(result.refusal)}`)
  return result.value
}
