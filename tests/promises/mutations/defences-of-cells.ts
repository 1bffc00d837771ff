import type { Mutation } from './mutation.ts'

const linked = 'packages/small-cells/linked'
const vectors = 'packages/small-cells/linked-vectors'
const doors = 'packages/small-cells/server'

/** Which figures of linked tables may be published: every rule of the choice, of the audit and of its proof. */
export const defencesOfCells: readonly Mutation[] = [
  {
    defence: 'groups below the minimum are hidden',
    test: vectors,
    changes: [
      {
        file: `${linked}/input/system.ts`,
        from: "if (n < k) return 'too-few'",
        to: 'if (n < k) return null',
      },
    ],
  },
  {
    defence: 'groups of one mind, or nearly, are hidden',
    test: vectors,
    changes: [
      { file: `${linked}/input/system.ts`, from: 'n - most <= dissenters', to: 'n - most < dissenters' },
    ],
  },
  {
    defence: 'what shown groups differ by is judged as a group',
    test: vectors,
    changes: [
      {
        file: `${linked}/judge/derived.ts`,
        from: "if (why !== 'too-few' && why !== 'alike') continue",
        to: "if (why !== 'empty') continue",
      },
    ],
  },
  {
    defence: 'sums of two tables together are judged, and not only those of one',
    test: `${linked}/independent/independent`,
    changes: [
      {
        file: `${linked}/judge/derived.ts`,
        from: 'stuck = inPeople(whole, true) ??',
        to: 'stuck = inPeople(whole.slice(0, 1), true) ??',
      },
    ],
  },
  {
    defence: 'who looks from outside is kept as far away as who is inside',
    test: 'packages/small-cells/hostile-vectors',
    changes: [
      {
        file: `${linked}/derive/audit-system.ts`,
        from: 'high - low >= target.need.outside',
        to: 'high - low >= target.need.outside - 1',
      },
      {
        file: `${linked}/derive/audit-system.ts`,
        from: 'needed: target.need.outside, knowing: null',
        to: 'needed: target.need.outside - 1, knowing: null',
      },
    ],
  },
  {
    defence: 'two roundings of one number are both known',
    test: 'packages/small-cells/hostile-vectors',
    changes: [
      {
        file: `${linked}/derive/equations.ts`,
        from: 'for (const step of roundings) {',
        to: 'for (const step of roundings.slice(0, 1)) {',
      },
    ],
  },
  {
    defence: 'what a thread says is an answer only when it is one',
    test: doors,
    changes: [
      {
        file: `${linked}/run/workers.ts`,
        from: "isAnswerTo(job, said) ? said : { kind: 'failed' }",
        to: 'said as Done',
      },
    ],
  },
  {
    defence: 'earlier publications count as known',
    test: vectors,
    changes: [
      {
        file: `${linked}/derive/equations.ts`,
        from: 'found.push({ unknowns, low, high, from: [-1 - at] })',
        to: 'found.push({ unknowns, low: 0, high: Number.POSITIVE_INFINITY + low + high, from: [-1 - at] })',
      },
    ],
  },
  {
    defence: 'rosters count as known',
    test: vectors,
    changes: [
      {
        file: `${linked}/derive/equations.ts`,
        from: 'if (high === Number.POSITIVE_INFINITY) continue',
        to: 'if (high >= 0) continue',
      },
    ],
  },
  {
    defence: 'who looks knows his own answer',
    test: vectors,
    changes: [
      {
        file: `${linked}/judge/insiders.ts`,
        from: 'if (!system.ownAnswer || target.need.outside === 0) return null',
        to: 'if (target.need.outside >= 0) return null',
      },
    ],
  },
  {
    defence: 'rounded figures are known within their rounding',
    test: vectors,
    changes: [
      {
        file: `${linked}/derive/equations.ts`,
        from: 'high: Math.ceil(shown + step / 2) - 1 }',
        to: 'high: shown + 100 * step }',
      },
    ],
  },
  {
    defence: 'an interval is wide only between tables that were checked',
    test: `${linked}/derive/audit-system`,
    changes: [
      {
        file: `${linked}/derive/proof.ts`,
        from: 'if (!equation || sum < equation.low || sum > equation.high) return false',
        to: 'if (!equation) return false',
      },
    ],
  },
  {
    defence: 'no table has fewer than nobody',
    test: `${linked}/derive/proof`,
    changes: [
      {
        file: `${linked}/derive/proof.ts`,
        from: '!Number.isSafeInteger(change) || (reference[unknown] ?? 0) + change < 0',
        to: '!Number.isSafeInteger(change)',
      },
    ],
  },
  {
    defence: 'bounds hold whatever the solver says',
    test: `${linked}/derive/audit-system`,
    changes: [
      {
        file: `${linked}/derive/ends.ts`,
        from: 'bound += rest * (piece.most[column] ?? 0)',
        to: 'bound += 0 * rest * (piece.most[column] ?? 0)',
      },
    ],
  },
  {
    defence: 'a solver that fails or is late opens nothing',
    test: doors,
    changes: [
      {
        file: 'packages/small-cells/server.ts',
        from: 'const trouble = own.flatMap((outcome) => troubleOf({ reading, outcome, item }))',
        to: 'const trouble = own.slice(9).flatMap((outcome) => troubleOf({ reading, outcome, item }))',
      },
    ],
  },
  {
    defence: 'a thread that is lost has answered nothing',
    test: doors,
    changes: [
      {
        file: `${linked}/run/workers.ts`,
        from: "outcome ?? { kind: isLate ? 'out-of-time' : 'failed' }",
        to: "outcome ?? { kind: 'audited', bare: [], audited: [] }",
      },
    ],
  },
  {
    defence: 'an audit has the last word on a choice',
    test: `${linked}/choose/protect-system`,
    changes: [
      {
        file: `${linked}/choose/protect-system.ts`,
        from: 'if (isSafe(audit) && !isQuick) return { shown, ...audit }',
        to: 'if (isQuick || isSafe(audit)) return { shown, ...audit }',
      },
    ],
  },
]
