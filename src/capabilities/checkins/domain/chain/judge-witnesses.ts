import type { Witness } from '../manifest/manifest.ts'
import type { Cosignature } from './parts.ts'
import { cosignatureText, isSignedBy } from './signature.ts'

export type WitnessJudgement =
  | { readonly kind: 'signed' }
  /** Not an alarm: somebody has not looked yet. */
  | { readonly kind: 'awaited'; readonly names: readonly string[] }
  /** Remembered here as required, and not so any more by an entry on the chain. */
  | { readonly kind: 'ended'; readonly names: readonly string[] }
  | { readonly kind: 'forged'; readonly names: readonly string[] }

/**
 * Whether a manifest carries the signatures that this browser asks for. `required`: those it remembers as required;
 * `witnesses`: those that the manifest names, which a chain that was verified names too.
 */
export const judgeWitnesses = async (given: {
  hash: string
  witnesses: readonly Witness[]
  required: readonly Witness[]
  cosignatures: readonly Cosignature[]
}): Promise<WitnessJudgement> => {
  const asked = given.witnesses.filter(({ isRequired }) => isRequired)
  const ended = given.required.filter(
    (one) => !asked.some(({ id, publicKey }) => id === one.id && publicKey === one.publicKey),
  )
  if (ended.length > 0) return { kind: 'ended', names: namesOf(ended) }
  const awaited: Witness[] = []
  const forged: Witness[] = []
  for (const witness of asked) {
    const those = given.cosignatures.filter((one) => one.witness === witness.id)
    if (those.length === 0) awaited.push(witness)
    else if (!(await isAnySigned({ witness, hash: given.hash, given: those }))) forged.push(witness)
  }
  if (forged.length > 0) return { kind: 'forged', names: namesOf(forged) }
  return awaited.length > 0 ? { kind: 'awaited', names: namesOf(awaited) } : { kind: 'signed' }
}

const namesOf = (witnesses: readonly Witness[]) => witnesses.map(({ name }) => name)

const isAnySigned = async (on: {
  witness: Witness
  hash: string
  given: readonly Cosignature[]
}): Promise<boolean> => {
  const text = cosignatureText(on.hash)
  for (const { signature } of on.given)
    if (await isSignedBy({ key: on.witness.publicKey, signature, text })) return true
  return false
}
