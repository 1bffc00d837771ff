import { sha256, toBase64Url, utf8 } from '../manifest/digest.ts'
import { firstPrevious, type Witness } from '../manifest/manifest.ts'
import type { ChainEntry } from './entry.ts'
import { cosignatureText } from './signature.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** Somebody who signs: an organisation, or a witness. */
export const newSigner = async () =>
  signerOf((await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair)

export const signerOf = async (keys: CryptoKeyPair) => {
  const sign = async (text: string) =>
    toBase64Url(new Uint8Array(await crypto.subtle.sign(algorithm, keys.privateKey, utf8(text))))
  return {
    keys,
    publicKey: toBase64Url(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))),
    sign,
    cosign: (hash: string) => sign(cosignatureText(hash)),
  }
}
export type Signs = Awaited<ReturnType<typeof newSigner>>

export const witnessOf = (signer: Signs, change: Partial<Witness> = {}): Witness => ({
  id: '11111111-1111-4111-8111-111111111111',
  name: 'The nurses’ union',
  publicKey: signer.publicKey,
  isRequired: true,
  ...change,
})

type Wish = { kind: string; part?: object; body?: string; by?: Signs }

/** Signs one entry that goes on from another. */
export const entryAfter = async (
  before: { number: number; hash: string } | undefined,
  wish: Wish & { organisation: string; by: Signs },
): Promise<ChainEntry> => {
  const formats: Record<string, string> = {
    manifest: 'kith-manifest/3',
    cancellation: 'kith-cancellation/2',
    witnesses: 'kith-witnesses/1',
    head: 'kith-head/1',
  }
  const body =
    wish.body ??
    JSON.stringify({
      format: formats[wish.kind],
      organisation: wish.organisation,
      ...(wish.kind === 'manifest' ? { number: (before?.number ?? 0) + 1 } : {}),
      ...wish.part,
      previous: before?.hash ?? firstPrevious,
      signer: wish.by.publicKey,
    })
  return {
    number: (before?.number ?? 0) + 1,
    kind: wish.kind,
    wave: null,
    body,
    signature: await wish.by.sign(body),
    hash: toBase64Url(await sha256(utf8(body))),
    cosignatures: [],
  }
}

/** A chain of these entries, in order, as an organisation would write it. */
export const makeChain = async (given: {
  organisation: string
  by: Signs
  wishes: readonly Wish[]
  after?: Pick<ChainEntry, 'number' | 'hash'>
}): Promise<ChainEntry[]> => {
  const entries: ChainEntry[] = []
  for (const wish of given.wishes)
    entries.push(
      await entryAfter(entries.at(-1) ?? given.after, {
        organisation: given.organisation,
        by: given.by,
        ...wish,
      }),
    )
  return entries
}
