import type { Holding } from '#capabilities/people/index.server.ts'
import { forgetAsked, forgetPastNames, listAsked, listPlanned, listPushed } from './data/held.server.ts'
import { hasHistoryKey } from './data/history-keys.server.ts'

/** What check-ins hold about a member: that she was asked. Her answers cannot be found, by her or by anybody. */
export const checkinHolding: Holding = {
  see: async (tx, member) => [
    {
      group: 'asked',
      entries: (await listAsked(tx, member)).map(({ opensAt, closesAt, ...asked }) => ({
        ...asked,
        opensAt: opensAt.toISOString(),
        closesAt: closesAt.toISOString(),
      })),
    },
    { group: 'history', entries: (await hasHistoryKey(tx, member)) ? [{ isKeyKept: true }] : [] },
    { group: 'push', entries: await listPushed(tx, member) },
    { group: 'planned', entries: await listPlanned(tx, member) },
  ],
  erase: async (tx, { member }) => {
    await forgetAsked(tx, member)
    await forgetPastNames(tx)
  },
}
