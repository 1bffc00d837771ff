import type { Mutation } from './mutation.ts'

const checkins = 'src/capabilities/checkins'

/** What stands in releases beside each other: over time, over reorganisations, over several tables. */
export const defencesOfReleases: readonly Mutation[] = [
  {
    defence: 'what could be subtracted from an earlier check-in of the same people is given up',
    test: 'reorganisation',
    changes: [
      {
        file: `${checkins}/domain/linking/without-crossings.ts`,
        from: 'if (!broken) break',
        to: 'if (broken || !broken) break',
      },
    ],
  },
  {
    defence: 'a plan is held against every earlier one',
    test: 'reorganisation',
    changes: [
      {
        file: `${checkins}/use-cases/plan-from-staff.server.ts`,
        from: '    earlier: await earlierPlans(tx, asked),\n',
        to: '    earlier: (await earlierPlans(tx, asked)).slice(0, 0),\n',
      },
    ],
  },
  {
    defence: 'a trend stops where no earlier results add up to the same people',
    test: `${checkins}/domain/linking/linking`,
    changes: [
      {
        file: `${checkins}/domain/linking/series-links.ts`,
        from: 'if (within > 0 && within < units.length) isSplit = true',
        to: 'if (within > units.length) isSplit = true',
      },
    ],
  },
]
