import { exportAudit } from '#capabilities/people/index.server.ts'
import { present } from '../../../../here.server.ts'
import type { RequestHandler } from './$types'

/** The whole audit as it stands, hashes included, for whoever compares it with the public list. */
export const GET: RequestHandler = async (event) => {
  const site = present(event)
  const exported = await exportAudit(site, { actor: site.actor })
  // A file, not a page: there is nothing to draw for somebody whose it is not.
  if (!exported.ok) return new Response(null, { status: 404 })
  return new Response(JSON.stringify(exported.value), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="kith-audit.json"',
      'cache-control': 'no-store',
    },
  })
}
