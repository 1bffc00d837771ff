import { availableParallelism } from 'node:os'
import loadHighs from 'highs'
import { leastHidden } from '#packages/small-cells/linked/choose/least-hidden.fixture.ts'
import { auditSystem } from '#packages/small-cells/linked/derive/audit-system.ts'
import { publishedEquations } from '#packages/small-cells/linked/derive/equations.ts'
import { fitTable } from '#packages/small-cells/linked/derive/fit-table.ts'
import { ceilingOf, type Piece } from '#packages/small-cells/linked/derive/pieces.ts'
import { highsSolver } from '#packages/small-cells/linked/derive/solver.ts'
import { readPublication } from '#packages/small-cells/linked/input/read-publication.ts'
import { figuresOf, isFigure, type System } from '#packages/small-cells/linked/input/system.ts'
import { targetsIn } from '#packages/small-cells/linked/judge/targets.ts'
import { type Publication, protect } from '#packages/small-cells/server.ts'
import { hierarchy, linkedWards } from '../cells/families.ts'
import { show } from '../report.ts'

// Trees of 16 to 9,331 units with Likert-5 and totals, each figure hidden by itself (k = 5, ±2), and wards by professions.
// Timed once, cold, as it is called: reading, fitting, starting threads, choosing, and the audit of the choice.
// Beside: what hiding small groups alone leaves open, a lower bound on what any choice must hide, and the plain way to
// audit, a fresh linear programme in HiGHS with every published equation for each end of each interval.
const solver = highsSolver({ highs: await loadHighs(), seconds: 60 })

type Made = { system: System; reference: Int32Array }
const make = (publication: Publication): Made => {
  const [system] = readPublication(publication).systems
  if (!system) throw new Error('there is an item')
  const reference = fitTable({ system, solver })
  if (typeof reference === 'string') throw new Error(reference)
  return { system, reference }
}
const smallGroupsOnly = ({ system }: Made): Uint8Array => {
  const shown = new Uint8Array(system.groups.length * figuresOf(system))
  system.groups.forEach(({ why }, group) => {
    for (let c = 0; c <= system.categories; c++) {
      const figure = group * figuresOf(system) + c
      if (why === null && isFigure(system, figure)) shown[figure] = 1
    }
  })
  return shown
}
/** The choice as anybody has it made, and how long that took from the publication to the audited answer. */
const chosenOf = async (
  publication: Publication,
): Promise<{ value: Uint8Array; seconds: number; busy: number }> => {
  const before = process.cpuUsage()
  const began = performance.now()
  const { safe, shown } = await protect({ publication })
  const seconds = (performance.now() - began) / 1000
  const { user, system: kernel } = process.cpuUsage(before)
  const busy = (user + kernel) / 1e6
  const { systems, named } = readPublication(publication)
  const [system] = systems
  if (!system || !safe) throw new Error('no safe choice was found')
  const each = figuresOf(system)
  const names = [...(publication.items[0]?.categories ?? []), null]
  const value = new Uint8Array(system.groups.length * each)
  for (const { table, at, category } of shown) {
    const key = JSON.stringify(Object.entries(at).sort(([a], [b]) => (a < b ? -1 : 1)))
    const group = named.get(`${table}${key}`) ?? 0
    names.forEach((name, c) => {
      if ((category === undefined || category === name) && isFigure(system, group * each + c))
        value[group * each + c] = 1
    })
  }
  return { value, seconds, busy }
}
const judge = ({ system, reference }: Made, shown: Uint8Array) => {
  const { audited, bare } = auditSystem({ system, reference, shown, solver })
  const listed = audited.filter(({ group }) => group !== null)
  const within = (most: number) =>
    listed.filter(({ low, high }) => high !== null && high - low <= most).length
  const share = (count: number) => `${((100 * count) / Math.max(1, listed.length)).toFixed(0)} %`
  return {
    hidden: shown.filter((is) => is === 0).length,
    words: `${share(within(0))} exact, ${share(within(2))} within ±1 of ${listed.length} hidden`,
    isSafe: bare.length === 0 && audited.every(({ is }) => is === 'wide'),
    isCertain: within(2) > 0,
  }
}

/** Seconds for an end in the audit, and in a programme that is made for it alone. */
const endsOf = ({ system, reference }: Made, shown: Uint8Array) => {
  const secondsOf = (run: () => void) => {
    const began = performance.now()
    run()
    return (performance.now() - began) / 1000
  }
  const rows = publishedEquations({ system, shown }).map(({ unknowns, low, high }, equation) => ({
    ...{ low, high, equation, columns: unknowns.toSorted() },
  }))
  const piece: Piece = {
    unknowns: Int32Array.from(reference, (_, unknown) => unknown),
    most: new Float64Array(reference.length).fill(ceilingOf({ reference, margin: system.rule.margin })),
    boundBy: new Int32Array(reference.length).fill(-1),
    rows,
  }
  const targets = targetsIn({ system, reference, shown, sets: [] })
  const some = targets.filter((_, at) => at % Math.ceil(targets.length / 20) === 0)
  const plain = secondsOf(() => {
    for (const { unknowns } of some)
      for (const sense of ['least', 'most'] as const) {
        const programme = solver.open(piece)
        programme.ask({ columns: unknowns, sense })
        programme.dispose()
      }
  })
  const ours = secondsOf(() => auditSystem({ system, reference, shown, solver }))
  return { ours: ours / (2 * targets.length), plain: plain / (2 * some.length) }
}

const sizes = [
  { levels: 1, spread: 15, efforts: ['fast', 'careful'], isCompared: true },
  { levels: 2, spread: 5, efforts: ['fast', 'careful'], isCompared: true },
  { levels: 3, spread: 5, efforts: ['fast', 'careful'], isCompared: true, fast: 0.2, careful: 10 },
  { levels: 4, spread: 5, efforts: ['fast'], isCompared: false, fast: 10 },
  { levels: 5, spread: 6, efforts: ['fast'], isCompared: false, fast: 600 },
] as const
const chosen = process.env.KITH_BENCH_LARGE ? sizes : sizes.slice(0, 4)
console.log(`  ${availableParallelism()} cores, one used`)
for (const size of chosen) {
  const { levels, spread, efforts, isCompared } = size
  const publicationOf = (effort: 'fast' | 'careful') =>
    hierarchy({ levels, spread, seed: 7, rule: { effort } })
  const tree = (effort: 'fast' | 'careful') => make(publicationOf(effort))
  const made = tree('fast')
  const before = judge(made, smallGroupsOnly(made))
  const cells = made.system.groups.length * figuresOf(made.system)
  const primary = before.hidden
  const least = isCompared
    ? await leastHidden({
        ...made,
        solver,
        rounds: { fractions: 60, whole: levels === 3 ? 6 : 30 },
        seconds: 60,
      })
    : null
  for (const effort of efforts) {
    const own = tree(effort)
    const { value, seconds, busy } = await chosenOf(publicationOf(effort))
    const after = judge(own, value)
    const limit =
      effort === 'fast' && 'fast' in size ? size.fast : 'careful' in size ? size.careful : undefined
    const most = effort === 'fast' ? 1.2 : 1.05
    const ratio = least ? after.hidden / least.hidden : after.hidden / primary
    show({
      what: `${cells.toLocaleString('en')} cells, ${effort}`,
      ours: `${seconds.toFixed(2)} s (${busy.toFixed(2)} s of a processor), ${after.words}${after.isSafe ? '' : ', REFUSED'}`,
      beside: least
        ? `at least ${least.hidden} must be hidden${least.isExact ? ' (exact)' : ' (a bound)'}; small groups only: ${before.words}`
        : `small groups only: ${before.words}`,
      ratio,
      target: `${limit === undefined ? '' : `${limit} s, `}0 % exact and within ±1${least ? `, at most ${most}` : ''}`,
      isMet:
        after.isSafe &&
        !after.isCertain &&
        (limit === undefined || seconds <= limit) &&
        (!least || ratio <= most),
    })
    // At the largest size forty fresh programmes would take longer than everything else together.
    if (effort === 'careful' || cells > 10_000) continue
    const { ours, plain } = endsOf(own, value)
    show({
      what: `${cells.toLocaleString('en')} cells, one end of an interval in the audit`,
      ours: `${(1000 * ours).toFixed(2)} ms`,
      beside: `a fresh programme in HiGHS for each: ${(1000 * plain).toFixed(2)} ms (20 figures)`,
      ratio: ours / plain,
      target: 'less',
      isMet: ours < plain,
    })
  }
}
const linked = linkedWards({ seed: 3, divisions: 5, rule: { effort: 'fast' } })
const wards = make(linked)
const open = judge(wards, smallGroupsOnly(wards))
const { value, seconds } = await chosenOf(linked)
const closed = judge(wards, value)
const groups = (count: number) => Math.round(count / figuresOf(wards.system))
show({
  what: '25 wards × 6 professions × 5 answers, whole groups',
  ours: `${seconds.toFixed(2)} s, ${groups(closed.hidden)} of ${wards.system.groups.length} groups hidden${closed.isSafe ? '' : ', REFUSED'}`,
  beside: `small groups only: ${groups(open.hidden)} hidden${open.isSafe ? '' : ', and refused'}`,
  ratio: closed.hidden / open.hidden,
  target: 'passes the audit',
  isMet: closed.isSafe,
})
