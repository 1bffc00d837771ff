import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import loadHighs from 'highs'
import { hierarchy, linkedWards } from '../../bench/cells/families.ts'
import { seeded } from '../../packages/small-cells/linked/choose/seeded.ts'
import { auditSystem } from '../../packages/small-cells/linked/derive/audit-system.ts'
import { publishedEquations } from '../../packages/small-cells/linked/derive/equations.ts'
import { fitTable } from '../../packages/small-cells/linked/derive/fit-table.ts'
import { ceilingOf } from '../../packages/small-cells/linked/derive/pieces.ts'
import { highsSolver } from '../../packages/small-cells/linked/derive/solver.ts'
import { readPublication } from '../../packages/small-cells/linked/input/read-publication.ts'
import { figuresOf, isFigure, unknownsOf } from '../../packages/small-cells/linked/input/system.ts'
import golden from '../../packages/small-cells/linked-vectors.json' with { type: 'json' }
import type { Publication } from '../../packages/small-cells/server.ts'

/*
 * GLPK, which shares nothing with HiGHS, works out the same intervals: from every equation as it was published, neither
 * shortened nor split. `.ci/run` installs its `glpsol` and runs this; `npm test` does without. Counts as the tests do.
 */
const folder = mkdtempSync(join(tmpdir(), 'kith-glpk-'))
const solver = highsSolver({ highs: await loadHighs(), seconds: 60 })
const say = (line: string) => process.stdout.write(`${line}\n`)

/** One end by glpsol, in its own format (CPLEX LP): no unknown is without a name, and no sum without an end. */
const glpk = (given: {
  rows: readonly string[]
  sum: readonly number[]
  sense: 'Minimize' | 'Maximize'
}): number => {
  const terms = (unknowns: readonly number[]) => unknowns.map((unknown) => `x${unknown}`).join('\n + ')
  const [file, out] = [join(folder, 'in.lp'), join(folder, 'out.txt')]
  writeFileSync(file, `${given.sense}\n o: ${terms(given.sum)}\nSubject To\n${given.rows.join('\n')}\nEnd\n`)
  execFileSync('glpsol', ['--lp', file, '-w', out], { stdio: 'ignore' })
  const status = /^s bas \d+ \d+ (\w) (\w) (\S+)$/m.exec(readFileSync(out, 'utf8'))
  if (status?.[1] !== 'f' || status[2] !== 'f') throw new Error('glpsol found no optimum')
  return Number(status[3])
}

const compare = (given: {
  publication: Publication
  share: number
  most: number
  of?: number
}): { ends: number; differ: number } => {
  const [system] = readPublication(given.publication).systems
  if (!system) throw new Error('there is an item')
  const reference = fitTable({ system, solver })
  if (typeof reference === 'string') throw new Error(reference)
  const random = seeded(11)
  const shown = new Uint8Array(system.groups.length * figuresOf(system))
  system.groups.forEach(({ why }, group) => {
    const is = why === null && random() < given.share
    for (let c = 0; c <= system.categories; c++)
      if (is && isFigure(system, group * figuresOf(system) + c)) shown[group * figuresOf(system) + c] = 1
  })
  const ceiling = ceilingOf({ reference, margin: system.rule.margin })
  const rows = publishedEquations({ system, shown }).flatMap(({ unknowns, low, high }) => {
    const sum = Array.from(unknowns, (unknown) => `x${unknown}`).join('\n + ')
    if (unknowns.length === 0) return []
    if (low === high) return [` ${sum} = ${low}`]
    return [
      ...(low > 0 ? [` ${sum} >= ${low}`] : []),
      ...(Number.isFinite(high) ? [` ${sum} <= ${high}`] : []),
    ]
  })
  for (let unknown = 0; unknown < reference.length; unknown++) rows.push(` x${unknown} <= ${ceiling}`)
  const { audited } = auditSystem({ system, reference, shown, solver, share: { at: 0, of: given.of ?? 1 } })
  let ends = 0
  let differ = 0
  const every = Math.max(1, Math.floor(audited.length / given.most))
  audited.forEach((one, at) => {
    const everybody = one.knowing === null ? one : one.everybody
    if (at % every !== 0 || !everybody) return
    const members = one.group === null ? [one.part ?? -1] : (system.groups[one.group]?.members ?? [])
    const sum = Array.from(unknownsOf({ categories: system.categories, members, category: one.category }))
    const low = Math.ceil(glpk({ rows, sum, sense: 'Minimize' }) - 1e-6)
    const high = Math.floor(glpk({ rows, sum, sense: 'Maximize' }) + 1e-6)
    ends += 2
    if (low !== everybody.low) differ++
    if (everybody.high !== null && high !== everybody.high) differ++
  })
  return { ends, differ }
}

const publications: { name: string; publication: Publication; share: number; most: number; of?: number }[] = [
  ...golden.cases.map(({ name, publication }) => ({
    name,
    publication: publication as unknown as Publication,
    share: 1,
    most: 100,
  })),
  ...[1, 2, 3].map((seed) => ({
    name: `31 units, seed ${seed}`,
    publication: hierarchy({ levels: 2, spread: 5, seed, rule: {} }),
    share: 1,
    most: 30,
  })),
  {
    name: '156 units',
    publication: hierarchy({ levels: 3, spread: 5, seed: 4, rule: {} }),
    share: 0.9,
    most: 20,
  },
  {
    name: '20 wards by six professions',
    publication: linkedWards({ seed: 3, divisions: 4, rule: {} }),
    share: 0.9,
    most: 10,
    of: 4,
  },
]
let passed = 0
let failed = 0
try {
  for (const { name, ...given } of publications) {
    const { ends, differ } = compare(given)
    say(`${differ === 0 ? '✓' : '✗'} GLPK and HiGHS agree on ${ends - differ} of ${ends} ends: ${name}`)
    if (differ === 0 && ends > 0) passed++
    else failed++
  }
} catch (error) {
  failed++
  say(`✗ GLPK could not be asked: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
say(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
