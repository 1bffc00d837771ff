import type { MemberId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { appendToChain, takeChainEnd } from '../data/chain.server.ts'
import { forgetNames } from '../data/held.server.ts'
import { findFrozen, setState } from '../data/waves.server.ts'
import type { Cancellation } from '../domain/manifest/manifest.ts'
import type { Wave } from '../domain/wave.ts'
import { hashText, openSigner } from '../keys/signer.server.ts'

/** Puts the end of an announced wave on the public chain, and the wave in that state; all in the caller's transaction. */
export const appendCancellation = async (
  tx: Tx,
  given: { wave: Wave; dataDir: string; by: Cancellation['by']; member: MemberId | null; why: string },
): Promise<void> => {
  const { wave, why } = given
  const frozen = await findFrozen(tx, wave.id)
  const signer = openSigner({ dataDir: given.dataDir, organisation: wave.organisation })
  const end = await takeChainEnd(tx, wave.organisation)
  if (!end || !frozen?.manifest) throw new Error('An announced wave has no manifest on the chain.')
  const cancellation: Cancellation = {
    format: 'kith-cancellation/2',
    organisation: wave.organisation,
    wave: wave.id,
    manifest: hashText(frozen.manifest).toString('base64url'),
    by: given.by,
    why,
    previous: end.hash.toString('base64url'),
    signer: signer.publicKey,
  }
  const body = JSON.stringify(cancellation)
  await appendToChain(tx, {
    organisation: wave.organisation,
    number: end.number + 1,
    kind: 'cancellation',
    wave: wave.id,
    body,
    signature: signer.sign(body),
    hash: hashText(body),
  })
  const cancelled = { why, by: given.member }
  await setState(tx, { wave: wave.id, from: [wave.state], to: 'cancelled', cancelled })
  await forgetNames(tx, wave.id)
}
