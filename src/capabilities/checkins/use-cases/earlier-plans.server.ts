import type { Tx } from '#platform/database/database.server.ts'
import { listEligible } from '../data/eligible.server.ts'
import { listPlans, listWaves } from '../data/waves.server.ts'
import { type EarlierPlan, earlierNodes } from '../domain/linking/earlier-plan.ts'
import type { FrozenPlan } from '../domain/tables/frozen-plan.ts'
import type { Wave } from '../domain/wave.ts'

/** What is known of a check-in that is planned: of which series it is, and from when on. */
export type PlannedWave = Pick<Wave, 'instrument' | 'audience'> & { readonly opensAt?: Date }

/**
 * The plans that were announced before and not cancelled, of every series: results of the same people can be subtracted
 * whatever they were asked for. Of equal plans the newest stands for all. Those from which a trend may go on, the last
 * that was released and what came after it, are marked.
 */
export const earlierPlans = async (tx: Tx, planned: PlannedWave): Promise<EarlierPlan[]> => {
  const waves = await listWaves(tx, ['announced', 'open', 'closing', 'released'])
  const texts = await listPlans(tx)
  const following = new Set(wavesBefore(waves, planned).map(({ id }) => id))
  const found = new Map<string, EarlierPlan>()
  for (const { id } of waves) {
    const text = texts.get(id)
    if (text === undefined) continue
    const nodes = earlierNodes((JSON.parse(text) as FrozenPlan).nodes)
    const tree = JSON.stringify(nodes.map(({ unit, parent, home }) => [unit, parent, home]))
    const isOfSeries = following.has(id)
    if (found.has(tree) && !isOfSeries) continue
    const people = new Map<string, string>(
      (await listEligible(tx, id)).map(({ member, group }) => [member, group]),
    )
    found.set(isOfSeries ? `${id} ${tree}` : tree, { wave: id, nodes, people, isOfSeries })
  }
  return [...found.values()]
}

/** The waves of the same series before this one, newest first, down to the last that was released. */
export const wavesBefore = (waves: readonly Wave[], planned: PlannedWave): Wave[] => {
  const audience = [...planned.audience].sort().join()
  const series = waves.filter(
    (other) =>
      other.instrument === planned.instrument &&
      (planned.opensAt === undefined || other.opensAt < planned.opensAt) &&
      [...other.audience].sort().join() === audience,
  )
  const last = series.findIndex(({ state }) => state === 'released')
  return last < 0 ? series : series.slice(0, last + 1)
}
