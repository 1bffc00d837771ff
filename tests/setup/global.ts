import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts'

/** One throw-away PostgreSQL for the whole run, started when the first test asks for it and never when none does. */
export default async (project: TestProject) => {
  let server: Promise<ThrowAwayServer> | undefined
  const keeper = createServer((_request, response) => {
    server ??= startThrowAwayServer()
    server.then(
      ({ place, template }) => response.end(JSON.stringify({ place, template, run: process.pid })),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    )
  })
  await new Promise<void>((resolve) => keeper.listen(0, '127.0.0.1', resolve))
  project.provide('databaseKeeper', `http://127.0.0.1:${(keeper.address() as AddressInfo).port}/`)
  return async () => {
    keeper.closeAllConnections()
    keeper.close()
    await (await server?.catch(() => undefined))?.stop()
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    databaseKeeper: string
  }
}
