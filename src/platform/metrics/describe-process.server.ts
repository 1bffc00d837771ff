import type { monitorEventLoopDelay } from 'node:perf_hooks'
import { Gauge, type Registry } from 'prom-client'

export type EventLoopDelay = ReturnType<typeof monitorEventLoopDelay>

const mebibyte = 1024 ** 2

/**
 * Few figures and round ones. What prom-client collects by itself would count open sockets and requests under way, those
 * with answers among them.
 */
export const describeProcess = (on: { registry: Registry; delay: EventLoopDelay }): (() => void) => {
  const { registry, delay } = on
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  const started = gauge('kith_process_start_time_seconds', 'When the process began, since 1970.')
  const cpu = gauge('kith_process_cpu_seconds', 'Processor time used so far, in whole seconds.')
  const memory = gauge('kith_process_resident_memory_bytes', 'Memory in use, in whole mebibytes.')
  const heap = gauge('kith_process_heap_used_bytes', 'Of that, what JavaScript uses.')
  const lag = gauge(
    'kith_event_loop_delay_seconds',
    'How late the event loop was in the worst hundredth of the time since the last look.',
  )
  started.set(Math.round(Date.now() / 1000 - process.uptime()))
  return () => {
    const used = process.cpuUsage()
    cpu.set(Math.round((used.user + used.system) / 1e6))
    const { rss, heapUsed } = process.memoryUsage()
    memory.set(Math.round(rss / mebibyte) * mebibyte)
    heap.set(Math.round(heapUsed / mebibyte) * mebibyte)
    const worst = delay.percentile(99) / 1e9
    lag.set(Number.isFinite(worst) ? Math.round(worst * 1000) / 1000 : 0)
    delay.reset()
  }
}
