import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addTallies, countAnswers, emptyTally } from '#capabilities/checkins/closing/tally.ts'
import { computeRelease } from '#capabilities/checkins/domain/release/compute-release.ts'
import { toCsv } from '#capabilities/checkins/domain/release/csv.ts'
import type { AskedQuestion, ReleaseDocument } from '#capabilities/checkins/domain/release/document.ts'
import { waveNumber } from '#capabilities/checkins/domain/release/release.fixture.ts'
import { planReportingGroups, type ReportingPlan } from '#capabilities/checkins/domain/reporting-groups.ts'
import type { Questions } from '#capabilities/checkins/domain/wave.ts'

const options = [1, 2, 3].map((value) => ({ value, label: `Answer ${value}` }))
const items: AskedQuestion[] = ['workload', 'recovery'].map((id) => ({
  id,
  text: `${id}?`,
  options,
  report: { kind: 'mean', higherIs: 'better' },
}))
const questions: Questions = {
  format: 1,
  instrument: 'specimen',
  version: '1',
  title: 'Specimen',
  items: items.map(({ id, text }) => ({
    id,
    locale: 'en',
    text,
    options: options.map(({ value, label }) => ({ value, text: label })),
    validated: false,
    report: { kind: 'mean' },
  })),
}

/** A person with what she answered to each item; null where she skipped it, undefined where she did not take part. */
type Person = { member: string; unit: string; answers: (number | null)[] | undefined }
type Clinic = { plan: ReportingPlan; people: Person[]; parents: Map<string, string | null>; k: number }

const answer = fc.constantFrom(null, 1, 2, 3, 3, 3, 3, 3, 3)
/** Small clinics where many skip, many stay away and many agree: small groups and unanimity are common. */
const clinics: fc.Arbitrary<Clinic> = fc
  .record({
    parents: fc.array(fc.integer({ min: -1, max: 30 }), { minLength: 1, maxLength: 6 }),
    people: fc.array(
      fc.record({
        home: fc.nat(5),
        answers: fc.option(fc.tuple(answer, answer), { nil: undefined, freq: 4 }),
      }),
      { minLength: 12, maxLength: 70 },
    ),
    k: fc.integer({ min: 5, max: 7 }),
  })
  .map(({ parents, people, k }) => {
    const units = parents.map((drawn, at) => ({
      id: `u${at}`,
      parent: at === 0 ? null : `u${Math.abs(drawn) % at}`,
      name: `Unit ${at}`,
      position: at,
    }))
    const staff = people.map(({ home, answers }, at) => ({
      member: `m${at}`,
      unit: `u${home % units.length}`,
      answers: answers as Person['answers'],
    }))
    const plan = planReportingGroups({ units, eligible: staff, k })
    if (!plan.ok) throw new Error(plan.refusal.code)
    return {
      plan: plan.value,
      people: staff,
      parents: new Map(units.map(({ id, parent }) => [id, parent])),
      k,
    }
  })

const groupsIn = (plan: ReportingPlan) =>
  new Map(plan.groups.flatMap(({ id, members }) => members.map((member) => [member, id] as const)))

/** From each person's answers to the document, on the way that closing takes. */
const release = ({ plan, people, k }: Clinic): ReleaseDocument => {
  const groups = groupsIn(plan)
  const tally = emptyTally()
  for (const { member, answers } of people) {
    if (!answers) continue
    const given = items.flatMap(({ id }, at) => {
      const value = answers[at]
      return value === null || value === undefined ? [] : [[id, value] as const]
    })
    const one = emptyTally()
    countAnswers(one, { group: groups.get(member) ?? '', questions, answers: Object.fromEntries(given) })
    addTallies(tally, one)
  }
  const counts = new Map(
    [...tally.counts].map(([group, rows]) => [
      group,
      new Map(items.map(({ id }, at) => [id, rows[at] ?? []] as const)),
    ]),
  )
  const sums = { ballots: tally.ballots, eligible: people.length, k }
  return computeRelease({
    wave: waveNumber(0),
    plan,
    items,
    counts,
    ...sums,
    earlier: [],
    changes: new Map(),
  })
}

/** The people, by number, who stand behind a published result of an item: known to the test, not to a reader. */
const behind = (clinic: Clinic, given: { unit: string; item: number }): Set<number> => {
  const groups = groupsIn(clinic.plan)
  const isBeneath = (unit: string) => {
    for (let at: string | null = unit; at !== null; at = clinic.parents.get(at) ?? null)
      if (at === given.unit) return true
    return false
  }
  return new Set(
    clinic.people.flatMap(({ member, answers }, number) =>
      typeof answers?.[given.item] === 'number' && isBeneath(groups.get(member) ?? '') ? [number] : [],
    ),
  )
}

/** Every group of people that adding and taking away published results leads to. */
const derivable = (published: readonly Set<number>[], people: number): number[][] => {
  const found: number[][] = []
  for (let code = 1; code < 3 ** published.length; code += 1) {
    const signs = published.map((_, at) => (Math.floor(code / 3 ** at) % 3) - 1)
    const times = Array.from({ length: people }, (_, person) =>
      published.reduce((sum, group, at) => sum + (group.has(person) ? (signs[at] ?? 0) : 0), 0),
    )
    if (times.some((count) => count !== 0 && count !== 1)) continue
    const group = times.flatMap((count, person) => (count === 1 ? [person] : []))
    if (group.length > 0) found.push(group)
  }
  return found
}

describe('a release, however the units lie and whoever answered', () => {
  test('lets nobody work out a group below the minimum, or one that answered all alike', () => {
    let audited = 0
    fc.assert(
      fc.property(clinics, (clinic) => {
        const document = release(clinic)
        document.items.forEach(({ cells }, item) => {
          const published = cells.flatMap(({ unit, shown }) =>
            shown ? [behind(clinic, { unit, item })] : [],
          )
          for (const group of derivable(published, clinic.people.length)) {
            audited += 1
            expect(group.length).toBeGreaterThanOrEqual(clinic.k)
            expect(
              new Set(group.map((person) => clinic.people[person]?.answers?.[item])).size,
            ).toBeGreaterThan(1)
          }
        })
      }),
      { numRuns: 150 },
    )
    expect(audited).toBeGreaterThan(200)
  })

  test('says of each shown group exactly how many answered, and what', () => {
    fc.assert(
      fc.property(clinics, (clinic) => {
        release(clinic).items.forEach(({ cells }, item) => {
          for (const cell of cells) {
            if (!cell.shown) continue
            const group = [...behind(clinic, { unit: cell.unit, item })]
            const chosen = options.map(
              ({ value }) =>
                group.filter((person) => clinic.people[person]?.answers?.[item] === value).length,
            )
            expect([cell.n, cell.counts]).toEqual([group.length, chosen])
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  test('holds nothing that hidden answers could change', () => {
    let compared = 0
    fc.assert(
      fc.property(clinics, fc.nat(), fc.nat(), (clinic, one, other) => {
        const document = release(clinic)
        // Two people of different groups change answers: where all that is shown stays, so must every byte.
        const people = clinic.people.map((person) => ({ ...person }))
        const [a, b] = [people[one % people.length], people[other % people.length]]
        if (!a || !b) return
        ;[a.answers, b.answers] = [b.answers, a.answers]
        const changed = release({ ...clinic, people })
        const shown = (of: ReleaseDocument) =>
          JSON.stringify(of.items.map(({ cells }) => cells.filter((cell) => cell.shown)))
        if (shown(changed) !== shown(document)) return
        compared += 1
        expect(JSON.stringify(changed)).toBe(JSON.stringify(document))
        expect(toCsv(changed)).toBe(toCsv(document))
      }),
      { numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(20)
  })
})

describe('a group that is hidden and a group where nobody answered', () => {
  const units = ['whole', 'north', 'south'].map((id, position) => ({
    id,
    parent: id === 'whole' ? null : 'whole',
    name: id,
    position,
  }))
  const southern: Record<string, (number | null)[]> = {
    'nobody answered': Array(8).fill(null),
    'four answered': [1, 2, 3, 3, null, null, null, null],
    'one answered': [1, null, null, null, null, null, null, null],
    'all answered alike': Array(8).fill(2),
  }
  const documents = Object.values(southern).map((answers) => {
    const north = Array.from({ length: 20 }, (_, at) => ({
      unit: 'north',
      answers: [(at % 3) + 1, (at % 3) + 1],
    }))
    const south = answers.map((value) => ({ unit: 'south', answers: [value, value] }))
    const people = [...north, ...south].map((person, at) => ({ member: `m${at}`, ...person }))
    const plan = planReportingGroups({ units, eligible: people, k: 5 })
    if (!plan.ok) throw new Error(plan.refusal.code)
    return release({ plan: plan.value, people, parents: new Map(), k: 5 })
  })
  const isHidden = (document: ReleaseDocument) =>
    document.items.every(({ cells }) => cells.find(({ unit }) => unit === 'south')?.shown === false)

  test('are the same bytes in the document and in the table', () => {
    expect(documents.map(isHidden)).toEqual([true, true, true, true])
    const cells = documents.map(({ items }) =>
      JSON.stringify(items.map(({ cells }) => cells.find(({ unit }) => unit === 'south'))),
    )
    expect(new Set(cells).size).toBe(1)
    expect(cells[0]).toBe(JSON.stringify(items.map(() => ({ unit: 'south', shown: false, trend: [null] }))))
    const rows = documents.map((document) =>
      toCsv(document)
        .split('\r\n')
        .filter((row) => row.includes('south')),
    )
    expect(new Set(rows.map((row) => row.join('\n'))).size).toBe(1)
    expect(rows[0]).toHaveLength(2)
  })
})
