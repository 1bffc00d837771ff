import { exactKey } from '../cells/text.ts'
import type { PersonRef } from '../plan.ts'
import type { Findings } from './findings.ts'
import { emailKey } from './match-people.ts'

/**
 * Somebody as she will be after the import. `asks` is the manager's cell of her row, empty where it says nothing;
 * `before` is the manager whom she has here. `line` is null for those whom the import does not touch.
 */
export type Standing = {
  ref: PersonRef
  line: number | null
  name: string
  email: string | null
  asks: string
  before: PersonRef | null
}

export const refKey = (ref: PersonRef): string => (ref.kind === 'member' ? `m${ref.id}` : `r${ref.line}`)

type Found = Standing | 'manager-unknown' | 'manager-unclear'

function openDirectory(people: readonly Standing[]): (text: string) => Found {
  const byEmail = new Map<string, Standing>()
  const byName = new Map<string, Standing | 'manager-unclear'>()
  for (const person of people) {
    if (person.email !== null) byEmail.set(emailKey(person.email), person)
    const name = exactKey(person.name)
    byName.set(name, byName.has(name) ? 'manager-unclear' : person)
  }
  return (text) => byEmail.get(emailKey(text)) ?? byName.get(exactKey(text)) ?? 'manager-unknown'
}

/**
 * Each person's manager after the import, by `refKey`. A manager is named by address or exact name; one who cannot be
 * found leaves things as they are here. Everybody in a circle comes in without, because no link in it is surer.
 */
export function resolveManagers({
  people,
  findings,
}: {
  people: readonly Standing[]
  findings: Findings
}): Map<string, PersonRef | null> {
  const lookUp = openDirectory(people)
  const managers = new Map<string, PersonRef | null>()
  const told = new Map<string, Standing>()
  for (const person of people) {
    const key = refKey(person.ref)
    managers.set(key, person.before)
    if (person.asks === '' || person.line === null) continue
    const found = lookUp(person.asks)
    const code = typeof found === 'string' ? found : found === person ? 'manager-self' : null
    if (code !== null)
      findings.report({
        code,
        outcome: 'cleared',
        lines: [person.line],
        column: 'manager',
        value: person.asks,
      })
    else if (typeof found !== 'string') {
      managers.set(key, found.ref)
      told.set(key, person)
    }
  }
  for (const circle of circlesIn(managers)) {
    const blamed = circle.flatMap((key) => told.get(key) ?? [])
    if (blamed.length === 0) continue
    const byLine = [...blamed].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
    const names = byLine.map(({ name }) => name)
    findings.report({
      code: 'manager-circle',
      outcome: 'cleared',
      lines: byLine.flatMap(({ line }) => line ?? []),
      column: 'manager',
      value: names.join(', '),
      people: names,
    })
    for (const { ref } of blamed) managers.set(refKey(ref), null)
  }
  return managers
}

/** Every circle once. Nobody has two managers, so following them visits each person once at most. */
function circlesIn(managers: ReadonlyMap<string, PersonRef | null>): string[][] {
  const walkOf = new Map<string, number>()
  const circles: string[][] = []
  let walk = 0
  for (const start of managers.keys()) {
    walk += 1
    const trail: string[] = []
    let at: string | null = start
    while (at !== null && !walkOf.has(at)) {
      walkOf.set(at, walk)
      trail.push(at)
      const next: PersonRef | null = managers.get(at) ?? null
      at = next === null ? null : refKey(next)
    }
    if (at !== null && walkOf.get(at) === walk) circles.push(trail.slice(trail.indexOf(at)))
  }
  return circles
}
