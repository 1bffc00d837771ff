import type { Server } from 'node:http'
import type { Settings } from '#platform/configuration/settings.server.ts'

/** @throws a sentence for the operator when the port or the address cannot be had. */
export const listen = (options: { server: Server; settings: Settings }) =>
  new Promise<void>((resolve, reject) => {
    const { port, host } = options.settings
    options.server.once('error', (error: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: `Port ${port} is already in use. Stop the other program, or choose another port: PORT=3001 npm start.`,
        EACCES: `Kith may not listen on port ${port}. Choose a port above 1023: PORT=3000 npm start.`,
        EADDRNOTAVAIL: `This machine has no address ${host}. Correct HOST.`,
        ENOTFOUND: `This machine has no address ${host}. Correct HOST.`,
      }
      reject(
        new Error(why[error.code ?? ''] ?? `Kith cannot listen on port ${port}${host ? ` of ${host}` : ''}.`),
      )
    })
    options.server.listen(port, host, resolve)
  })

export const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 3_000).unref()
  })
