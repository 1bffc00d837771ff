import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Structured lines on standard output, or wherever `to` leads. Callers pass codes, counts and ids of things, never names, addresses or answers. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>

export const createLog = (level: string, to?: DestinationStream): Log => {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // An error's own text may quote what a person typed: only its kind, code and place are kept.
    serializers: {
      err: (error: unknown) => ({
        kind: error instanceof Error ? error.name : typeof error,
        code: (error as { code?: unknown } | null)?.code,
        stack:
          error instanceof Error
            ? error.stack
                ?.split('\n')
                .filter((line) => /^\s+at /.test(line))
                .slice(0, 8)
            : undefined,
      }),
    },
  }
  return to ? pino(options, to) : pino(options)
}

const nothing = () => {}
export const silentLog: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing }
