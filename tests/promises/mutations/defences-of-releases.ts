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
  {
    defence: 'a check that ended the site twice is not begun again',
    test: 'tables-checked',
    changes: [
      {
        file: `${checkins}/use-cases/close-wave.server.ts`,
        from: '<= mostTries',
        to: '<= mostTries * 1e9',
      },
    ],
  },
  {
    defence: 'all questions of a closing share its time',
    test: `${checkins}/closing/release-tables`,
    changes: [
      {
        file: `${checkins}/closing/release-tables.server.ts`,
        from: 'Math.max(0, Math.min(most.totalSeconds, share))',
        to: 'Math.max(0, most.totalSeconds)',
      },
    ],
  },
  {
    defence: 'categories that could be subtracted from earlier ones are pooled',
    test: `${checkins}/domain/tables/categories`,
    changes: [
      {
        file: `${checkins}/domain/tables/categories.ts`,
        from: '    crossings,\n    isSafe',
        to: '    crossings: crossings.slice(0, 0),\n    isSafe',
      },
    ],
  },
  {
    defence: 'pooled people go on only while the same values are pooled',
    test: `${checkins}/closing/release-tables`,
    changes: [
      {
        file: `${checkins}/domain/release/table-trend.ts`,
        from: 'if (category.id === otherCategory &&',
        to: "if (category.id === 'never' &&",
      },
    ],
  },
]
