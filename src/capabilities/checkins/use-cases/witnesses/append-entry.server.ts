import type { OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { appendToChain, takeChainEnd } from '../../data/chain.server.ts'
import { firstPrevious } from '../../domain/manifest/manifest.ts'
import { hashText, openSigner } from '../../keys/signer.server.ts'

/** Signs an entry that is no wave's and puts it at the end of the public chain. @returns its number. */
export const appendEntry = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    dataDir: string
    kind: 'witnesses' | 'head'
    body: (ends: { previous: string; signer: string }) => object
  },
): Promise<number> => {
  const { organisation, kind } = given
  const signer = openSigner({ dataDir: given.dataDir, organisation })
  const end = await takeChainEnd(tx, organisation)
  const number = (end?.number ?? 0) + 1
  const previous = end ? end.hash.toString('base64url') : firstPrevious
  const body = JSON.stringify(given.body({ previous, signer: signer.publicKey }))
  const signature = signer.sign(body)
  await appendToChain(tx, { organisation, number, kind, wave: null, body, signature, hash: hashText(body) })
  return number
}
