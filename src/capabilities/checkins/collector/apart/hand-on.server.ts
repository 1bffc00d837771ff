import { type BallotAnswer, ballotStatus } from '../../domain/refusals.ts'

const patience = 10_000

/**
 * Hands a ballot that this process made itself, from a sheet of paper, to the collector that is a process of its own.
 * Without an answer nobody knows whether it was kept: the same ballot again is counted once.
 */
export const handOn =
  (collectorUrl: string, ask: typeof fetch = fetch) =>
  async (bytes: Uint8Array): Promise<BallotAnswer> => {
    try {
      const response = await ask(new URL('/a/ballots', collectorUrl), {
        method: 'POST',
        body: Uint8Array.from(bytes),
        signal: AbortSignal.timeout(patience),
      })
      const { code } = (await response.json()) as { code?: unknown }
      return typeof code === 'string' && code in ballotStatus ? (code as BallotAnswer) : 'ballot/cannot-store'
    } catch {
      return 'ballot/cannot-store'
    }
  }
