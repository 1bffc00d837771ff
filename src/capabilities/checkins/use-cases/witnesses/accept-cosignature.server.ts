import * as v from 'valibot'
import type { OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../../checkins.server.ts'
import { CosignatureRequest } from '../../contract/cosignature.ts'
import { findManifestEntry, insertCosignature } from '../../data/chain.server.ts'
import { cosignatureText, isSignedBy } from '../../domain/chain/signature.ts'
import type { Manifest } from '../../domain/manifest/manifest.ts'
import type { CheckinRefusal } from '../../domain/refusals.ts'

/**
 * Keeps the signature of a witness beside the manifest that it is for. Anybody may bring it, and nobody is asked who
 * brings it: it counts if a witness that the manifest names has made it.
 */
export const acceptCosignature = async (
  input: { request: unknown },
  on: { checkins: Checkins; organisation: OrganisationId },
): Promise<Result<null, CheckinRefusal>> => {
  const request = v.safeParse(CosignatureRequest, input.request)
  if (!request.success) return refuse({ code: 'checkins/form-not-readable' })
  const { hash, witness: id, signature } = request.output
  const { organisation } = on
  return on.checkins.database.inOrganisation<Result<null, CheckinRefusal>>(organisation, async (tx) => {
    const entry = await findManifestEntry(tx, Buffer.from(hash, 'base64url'))
    const named = entry ? ((JSON.parse(entry.body) as Manifest).witnesses ?? []) : []
    const witness = named.find((one) => one.id === id)
    if (!entry || !witness) return refuse({ code: 'checkins/not-found' })
    if (!(await isSignedBy({ key: witness.publicKey, signature, text: cosignatureText(hash) })))
      return refuse({ code: 'checkins/cosignature-not-valid' })
    await insertCosignature(tx, {
      organisation,
      number: entry.number,
      witness: witness.id,
      signature: Buffer.from(signature, 'base64url'),
    })
    return accept(null)
  })
}
