import type { Tx } from '#platform/database/database.server.ts'
import { listEligible } from '../data/eligible.server.ts'
import { findFrozen, listWaves } from '../data/waves.server.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import type { Wave } from '../domain/wave.ts'
import { wavesBefore } from './earlier-plans.server.ts'

/** The wave before this one in its series: the same instrument and audience, announced and not cancelled. */
export const findPreviousWave = async (tx: Tx, wave: Wave): Promise<Wave | undefined> =>
  wavesBefore(
    (await listWaves(tx, ['announced', 'open', 'closing', 'released'])).filter(({ id }) => id !== wave.id),
    wave,
  )[0]

/**
 * How many people joined or left each unit with a result of its own since the wave before; where units were reorganised,
 * since the results from which its trend goes on.
 */
export const changesSince = async (
  tx: Tx,
  given: { previous: Wave; plan: ReportingPlan },
): Promise<Map<string, number>> => {
  const frozen = await findFrozen(tx, given.previous.id)
  const before = await listEligible(tx, given.previous.id)
  const oldPlan = JSON.parse(frozen?.plan ?? '{"nodes":[]}') as Pick<ReportingPlan, 'nodes'>
  const then = peopleByNode(
    oldPlan.nodes,
    before.map(({ member, group }) => ({ member: member as string, group })),
  )
  const now = peopleByNode(
    given.plan.nodes,
    given.plan.groups.flatMap((group) => group.members.map((member) => ({ member, group: group.id }))),
  )
  const links = given.plan.links?.find(({ since }) => since === given.previous.id)?.units
  const changes = new Map<string, number>()
  for (const [unit, people] of now) {
    const link = links?.find((one) => one.unit === unit)
    const from = link ? (link.from ?? []).map((one) => one.unit) : [unit]
    const past = new Set(from.flatMap((one) => [...(then.get(one) ?? [])]))
    changes.set(unit, people.symmetricDifference(past).size)
  }
  return changes
}

const peopleByNode = (
  nodes: ReportingPlan['nodes'],
  people: readonly { member: string; group: string }[],
): Map<string, Set<string>> => {
  const parents = new Map(nodes.map((node) => [node.unit, node.parent]))
  const reported = new Set(nodes.filter((node) => node.reported !== 'with').map((node) => node.unit))
  const found = new Map<string, Set<string>>([...reported].map((unit) => [unit, new Set<string>()]))
  for (const { member, group } of people) {
    for (let at: string | null = group; at !== null; at = parents.get(at) ?? null) found.get(at)?.add(member)
  }
  return found
}
