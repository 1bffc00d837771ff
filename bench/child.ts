import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A port of the loopback address that nobody listens on just now. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Milliseconds until `isUp` says yes. @throws when the child ends first, or after two minutes. */
export const timeUntil = async (child: ChildProcess, isUp: () => Promise<boolean>): Promise<number> => {
  const began = performance.now()
  while (performance.now() - began < 120_000) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('The program ended at once.')
    if (await isUp().catch(() => false)) return performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('The program did not come up within two minutes.')
}

export const stopChild = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}
