import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Histogram, Registry } from 'prom-client'
import type { Health } from '../health/look.server.ts'
import { describeHealth } from './describe-health.server.ts'
import { describeProcess } from './describe-process.server.ts'
import { kindOfAddress } from './kinds-of-address.ts'

export type Metrics = {
  /** Notes how long a request takes, where its address is one that is measured. */
  measure(path: string, response: ServerResponse): void
  /** Answers whoever knows the token. @returns false for everybody else, who is told nothing. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  stop(): void
}

/** So long everybody who asks hears the same: finer steps would show single moments of a quiet night. */
const freshFor = 60_000

/** Figures about the machine and the work behind the pages, for Prometheus. Nobody and nothing that was answered is in them. */
export const createMetrics = (on: { token: string; health: Health; elapsed?: () => number }): Metrics => {
  const elapsed = on.elapsed ?? (() => performance.now())
  const registry = new Registry()
  const durations = new Histogram({
    name: 'kith_request_duration_seconds',
    help: 'How long requests took, by kind of page. Nothing about answering is measured.',
    labelNames: ['kind'] as const,
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const tell = {
    health: describeHealth(registry),
    process: describeProcess({ registry, delay }),
  }
  let told: { text: Promise<string>; at: number } | undefined
  const write = async (): Promise<string> => {
    tell.process()
    tell.health(await on.health.look())
    return registry.metrics()
  }
  return {
    measure: (path, response) => {
      const kind = kindOfAddress(path)
      if (kind === undefined) return
      const began = performance.now()
      response.once('finish', () => durations.observe({ kind }, (performance.now() - began) / 1000))
    },
    answer: async ({ method, headers }, response) => {
      if (method !== 'GET' || !isToken(headers.authorization, on.token)) return false
      if (!told || elapsed() - told.at >= freshFor) told = { text: write(), at: elapsed() }
      const { text } = told
      const body = await text.catch((error: unknown) => {
        told = undefined
        throw error
      })
      response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
      response.end(body)
      return true
    },
    stop: () => delay.disable(),
  }
}

// Of equal length whatever was sent, so that the comparison takes as long for each.
const isToken = (authorization: string | undefined, token: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))

const digest = (text: string) => createHash('sha256').update(text).digest()
