import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { list, number } from '#ui/format.ts'
import type { InstrumentCard } from '../domain/instrument-card.ts'
import type { UnitLink } from '../domain/linking/series-links.ts'
import { type PlanShown, sumsOf } from '../domain/plan-shown.ts'
import type { PlannedNode } from '../domain/reporting-groups.ts'
import { lengthWords } from './length-words.ts'

const count = (value: number) => number({ value, locale: getLocale() })

export type PlanRow = {
  name: string
  depth: number
  people: number
  reported: 'whole' | 'alone' | { with: string }
  reason?: string
}

type Pooled = Extract<PlannedNode, { reported: 'with' }>

/** The rows of the plan as `PlanTree` takes them; for one who is pooled, with whom and why. */
export const planRows = (given: { nodes: readonly PlannedNode[]; minimumGroup: number }): PlanRow[] => {
  const { nodes, minimumGroup } = given
  const names = new Map(nodes.map(({ unit, name }) => [unit, name]))
  const small = Map.groupBy(
    nodes.filter((node): node is Pooled => node.reported === 'with' && node.reason === 'too-small'),
    (node) => node.with,
  )
  return nodes.map((node) => {
    const { name, depth, people } = node
    if (node.reported !== 'with') return { name, depth, people, reported: depth === 0 ? 'whole' : 'alone' }
    const protects = (small.get(node.with) ?? []).map((other) => other.name)
    const reason = reasonWords({ reason: node.reason, protects, minimumGroup })
    return { name, depth, people, reported: { with: names.get(node.with) ?? '' }, reason }
  })
}

const reasonWords = (given: {
  reason: Pooled['reason']
  protects: readonly string[]
  minimumGroup: number
}): string => {
  if (given.reason === 'empty') return m.plan_reason_empty()
  if (given.reason === 'too-small') return m.plan_reason_too_small({ minimum: count(given.minimumGroup) })
  if (given.reason === 'was-counted-otherwise') return m.plan_reason_counted_otherwise()
  const [only, ...others] = given.protects
  return only !== undefined && others.length === 0
    ? m.plan_reason_protects_one({ name: only })
    : m.plan_reason_protects()
}

/** Where units were reorganised: from what each trend goes on, or that it begins anew. */
export const linkWords = (
  links: readonly UnitLink[],
  units: readonly { readonly id: string; readonly name: string }[],
): string[] => {
  const names = new Map(units.map(({ id, name }) => [id, name]))
  return links.map(({ unit, from }) => {
    const team = names.get(unit) ?? ''
    return from
      ? m.series_link_from({
          team,
          names: list({ names: from.map(({ name }) => name), locale: getLocale() }),
        })
      : m.series_link_anew({ team })
  })
}

/** “Of 13 teams, 11 stand alone and 2 are reported together with the team above them.” */
export const sumsWords = (nodes: readonly PlannedNode[]): string => {
  const { teams, alone, pooled } = sumsOf(nodes)
  if (teams === 0) return m.plan_sums_one_group()
  const given = { teams: count(teams), alone: count(alone), pooled: count(pooled) }
  if (pooled === 0) return m.plan_sums_all_alone(given)
  if (pooled === 1 && alone > 0) return m.plan_sums_one_pooled(given)
  return alone === 0 ? m.plan_sums_all_pooled(given) : m.plan_sums(given)
}

/** A chance in words and as a number, since neither is read alike by everybody. */
export const chanceWords = (chance: number): string => {
  const inHundred = Math.round(chance * 100)
  if (chance >= 0.995) return m.plan_chance_nearly_certain()
  if (chance < 0.005) return m.plan_chance_hardly_ever()
  const given = { chance: count(inHundred) }
  if (chance >= 0.9) return m.plan_chance_very_likely(given)
  if (chance >= 0.65) return m.plan_chance_likely(given)
  if (chance > 0.35) return m.plan_chance_even(given)
  return chance > 0.1 ? m.plan_chance_unlikely(given) : m.plan_chance_very_unlikely(given)
}

/** Where the forecast's response comes from. */
export const responseWords = (response: number | null): string =>
  response === null
    ? m.plan_response_unknown()
    : m.plan_response_known({ response: count(Math.round(response * 100)) })

/** How many of the groups would more likely than not have a result, at each response that was looked at. */
export const likelyWords = ({ chances }: Pick<PlanShown, 'chances'>): string[] =>
  (chances[0]?.chances ?? []).map(({ response }, at) =>
    m.plan_likely_groups({
      response: count(Math.round(response * 100)),
      likely: count(chances.filter((unit) => (unit.chances[at]?.chance ?? 0) > 0.5).length),
      groups: count(chances.length),
    }),
  )

const tiers = {
  A: m.plan_tier_a,
  B: m.plan_tier_b,
  K: m.plan_tier_k,
  P: m.plan_tier_p,
}

export const tierWords = (card: Pick<InstrumentCard, 'tier'>): string => tiers[card.tier]()

/** “2 of them are not yet validated.” Empty where all are. */
export const validationWords = (of: { asked: number; unvalidated: number }): string => {
  if (of.unvalidated === 0) return m.plan_all_validated()
  if (of.unvalidated === of.asked) return m.plan_none_validated()
  return of.unvalidated === 1
    ? m.plan_one_unvalidated()
    : m.plan_some_unvalidated({ unvalidated: count(of.unvalidated) })
}

const namesShown = 4

/** Which items await their wording, by name where they are few. Empty where none does. */
export const awaitingWords = ({ awaiting }: Pick<InstrumentCard, 'awaiting'>): string => {
  if (awaiting.length === 0) return ''
  if (awaiting.length > namesShown) return m.plan_awaiting_many({ items: count(awaiting.length) })
  const names = list({ names: awaiting, locale: getLocale() })
  return awaiting.length === 1 ? m.plan_awaiting_one({ names }) : m.plan_awaiting({ names })
}

/** All that a choice card says below its title. */
export const cardWords = (card: InstrumentCard): string =>
  [lengthWords(card), validationWords(card), awaitingWords(card), tierWords(card)].filter(Boolean).join(' ')
