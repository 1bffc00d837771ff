import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'
const pool = 'src/platform/pool'

/** What lies on the disk, how many may count, and ballots of further tables. */
export const defencesOfBallots: readonly Mutation[] = [
  {
    defence: 'what lies in the pool is in an envelope',
    test: 'pool-at-rest',
    changes: [
      {
        file: `${pool}/pool.server.ts`,
        from: 'return envelopes ? await envelopes.seal(slot) : slot.payload',
        to: 'return envelopes ? Buffer.concat([slot.payload, Buffer.alloc(82)]) : slot.payload',
      },
    ],
  },
  {
    defence: 'a pool seals to the key that was announced',
    test: 'lost-pools',
    changes: [
      {
        file: `${checkins}/collector/open-sealed-pool.server.ts`,
        from: 'if (isSealed && pool.payloadSize === BALLOT_SIZE) return pool',
        to: 'if (isSealed || pool.payloadSize === BALLOT_SIZE) return pool',
      },
    ],
  },
  {
    defence: 'a collector of its own, and the site after it, open no pool of another key',
    test: 'collector-apart',
    changes: [
      {
        file: `${checkins}/collector/open-sealed-pool.server.ts`,
        from: 'Buffer.from(pool.sealedTo).equals(given.sealedTo)',
        to: 'given.sealedTo.length > 0',
      },
    ],
  },
  {
    defence: 'a check-in whose answers are lost ends, and says so',
    test: 'lost-pools',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: 'if (isLost(error) && (await',
        to: 'if (!isLost(error) && (await',
      },
    ],
  },
  {
    defence: 'a pool of which most does not open makes no release',
    test: 'lost-pools',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: 'if (all.unreadable * 2 > live.pool.count)',
        to: 'if (all.unreadable < 0)',
      },
    ],
  },
  {
    defence: 'a release says that some answers could not be read',
    test: 'altered-ballots',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: '...(all.unreadable > 0 ? { someUnreadable: true } : {}),',
        to: '',
      },
    ],
  },
  {
    defence: 'a ballot counts under its own ticket only',
    test: 'altered-ballots',
    changes: [
      {
        file: `${checkins}/closing/open-ballots.worker.server.ts`,
        from: '!verified?.ok || !pool.isUnder({ kept, ticket: verified.value.nullifier })',
        to: '!verified?.ok',
      },
    ],
  },
  {
    defence: 'a group with more ballots than tickets is not counted',
    test: 'unused-places',
    changes: [
      {
        file: `${checkins}/closing/leave-out-overfull.ts`,
        from: 'came > (given.get(table)?.get(group) ?? 0)',
        to: 'came > (given.get(table)?.get(group) ?? 0) + 4',
      },
    ],
  },
  {
    defence: 'what is said above a group that was left out is compared with nothing',
    test: `${checkins}/domain/release/trend`,
    changes: [
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'if (parent !== null && torn.has(id)) torn.add(parent)',
        to: '',
      },
      {
        file: `${checkins}/domain/release/compute-release.ts`,
        from: 'if (leftOut.length > 0 && nodes[0]) torn.add(nodes[0].id)',
        to: '',
      },
    ],
  },
  {
    defence: 'no later mean reaches over a time that was not whole',
    test: `${checkins}/domain/release/trend`,
    changes: [
      {
        file: `${checkins}/domain/release/trend.ts`,
        from: '!cell.shown || !cell.trend.at(-1) ||',
        to: '!cell.shown ||',
      },
    ],
  },
  {
    defence: 'a full pool beside a group that was overfull is told',
    test: 'unused-places',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: 'live.pool.count >= live.pool.capacity',
        to: 'live.pool.count > live.pool.capacity',
      },
    ],
  },
  {
    defence: 'losing the file of printed sheets voids no group',
    test: 'unused-places',
    changes: [
      {
        file: `${checkins}/use-cases/read-given-out.server.ts`,
        from: 'one.sheets_made > 0 ? one.eligible : 0',
        to: 'one.sheets_made > 1 ? one.eligible : 0',
      },
    ],
  },
  {
    defence: 'who deletes herself leaves it noted that a ticket was given out',
    test: 'unused-places',
    changes: [
      { file: `${checkins}/data/held.server.ts`, from: 'if (!place) continue', to: 'if (place) continue' },
    ],
  },
  {
    defence: 'parts that a restore ended cannot be handed in again',
    test: 'trustees-at-their-doors',
    changes: [
      {
        file: `${checkins}/data/trustees/slots.server.ts`,
        from: "    .updateTable('org.trustee_slot')\n    .set({ ended_at: at })",
        to: "    .deleteFrom('org.trustee_slot')",
      },
    ],
  },
  {
    defence: 'a ballot of a further table carries one answer and no other',
    test: 'tables-not-joined',
    changes: [
      {
        file: `${checkins}/client/seal-ballot.client.ts`,
        from: 'block === undefined\n        ? await buildBallot({ ...means, answers: together })',
        to: "block !== ''\n        ? await buildBallot({ ...means, answers: together })",
      },
    ],
  },
  {
    defence: 'a browser takes one line for each table that was announced, and no table twice',
    test: 'tables-on-the-way',
    changes: [
      {
        file: `${checkins}/domain/tables/check-further.ts`,
        from: ' || seen.has(entry.table)',
        to: '',
      },
    ],
  },
  {
    defence: 'a line of a further table stands under the root that everybody has',
    test: 'tables-on-the-way',
    changes: [
      {
        file: `${checkins}/domain/tables/check-further.ts`,
        from: 'if (!(await standsUnder({ root: table.root, entry: await lineOf(entry), path }))) return false',
        to: 'await standsUnder({ root: table.root, entry: await lineOf(entry), path })',
      },
    ],
  },
  {
    defence: 'a ballot of a further table answers the question of its ticket',
    test: 'tables-on-the-way',
    changes: [{ file: `${checkins}/closing/tally.ts`, from: ' || answer.block !== block.id', to: '' }],
  },
  {
    defence: 'all ballots of one check-in are sealed in one step, by one tab',
    test: 'tables-on-the-way',
    changes: [
      {
        file: `${checkins}/client/seal-ballot.client.ts`,
        from: "    if (await box.get('ballots', given.key)) return\n    if (mine)",
        to: '    if (mine)',
      },
    ],
  },
  {
    defence: 'a further table is shown only when it was proved safe in time',
    test: `${checkins}/closing/release-tables`,
    changes: [
      {
        file: `${checkins}/closing/release-tables.server.ts`,
        from: 'if (!proposed.safe) return undefined',
        to: '',
      },
      {
        file: `${checkins}/closing/release-tables.server.ts`,
        from: 'if (!report.safe) return undefined',
        to: '',
      },
    ],
  },
  {
    defence: 'a category of a further table has at least the minimum of people',
    test: `${checkins}/domain/tables/categories`,
    changes: [
      {
        file: `${checkins}/domain/tables/categories.ts`,
        from: 'while (pool.length > 0 && size() < given.k) {',
        to: 'while (pool.length > 0 && size() < 1) {',
      },
    ],
  },
]
