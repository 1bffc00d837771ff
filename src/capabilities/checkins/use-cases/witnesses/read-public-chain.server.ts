import type { OrganisationId } from '#kernel/ids.ts'
import type { Checkins } from '../../checkins.server.ts'
import { listCosignatures, readChain, readChainPage } from '../../data/chain.server.ts'
import { type ChainEntry, type ChainPage, pageOf, pageSize } from '../../domain/chain/entry.ts'

/** A page of an organisation's public chain, for anybody: what stands on it is meant for everyone. */
export const readPublicPage = async (
  wish: { from: number },
  on: { checkins: Checkins; organisation: { id: OrganisationId; name: string } },
): Promise<ChainPage> => {
  const { id: organisation, name } = on.organisation
  const from = pageOf(wish.from)
  return on.checkins.database.inOrganisation(organisation, async (tx) => {
    const page = await readChainPage(tx, { from, size: pageSize })
    const cosignatures = await listCosignatures(tx, { from, to: from + pageSize - 1 })
    const entries = page.entries.map((entry) => ({
      ...shown(entry),
      cosignatures: cosignatures
        .filter(({ number }) => number === entry.number)
        .map(({ witness, signature }) => ({ witness, signature: signature.toString('base64url') })),
    }))
    return {
      format: 'kith-chain/1',
      organisation,
      name,
      from,
      entries,
      next: page.isMore ? from + pageSize : null,
    }
  })
}

/** The whole chain without what witnesses put beside it. */
export const readPublicChain = async (checkins: Checkins, organisation: OrganisationId) =>
  (await checkins.database.inOrganisation(organisation, (tx) => readChain(tx))).map(shown)

const shown = (entry: Awaited<ReturnType<typeof readChain>>[number]): Omit<ChainEntry, 'cosignatures'> => ({
  number: entry.number,
  kind: entry.kind,
  wave: entry.wave,
  body: entry.body,
  signature: entry.signature.toString('base64url'),
  hash: entry.hash.toString('base64url'),
})
