import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { list, number } from '#ui/format.ts'
import { figure } from '#ui/scale.ts'
import type { Finding, ReleaseDocument, ReleasedItem } from '../domain/release/document.ts'
import { onScale, scaleOf } from './release-rows.ts'

const count = (value: number) => number({ value, locale: getLocale() })

/** Whether and how many answers were typed in from paper by somebody else; empty where none were. */
export const keyedInWords = (keyedIn: number | 'some' | undefined): string => {
  if (keyedIn === undefined) return ''
  return keyedIn === 'some' ? m.release_keyed_in_some() : m.release_keyed_in({ answers: count(keyedIn) })
}

/** Whether answers of whole teams are missing from what is said of everybody. */
export const isTorn = ({ notCounted }: Pick<ReleaseDocument, 'notCounted'>): boolean =>
  (notCounted?.units.length ?? 0) > 0

/** What was left out because more came than can be; empty where nothing was. */
export const notCountedWords = ({
  notCounted,
  units,
}: Pick<ReleaseDocument, 'notCounted' | 'units'>): string[] => {
  if (!notCounted) return []
  const named = units.filter(({ id }) => notCounted.units.includes(id))
  return [
    ...named.map(({ name }) => m.release_not_counted({ team: name })),
    ...(named.length > 0 ? [m.release_not_counted_above()] : []),
    ...(notCounted.isApart ? [m.release_not_counted_apart()] : []),
    ...(notCounted.wasFull ? [m.release_not_counted_full()] : []),
    m.release_not_counted_whom(),
  ]
}

/** How many took part, no finer than tens, and never “everybody”. */
export const participationWords = ({
  participation,
  notCounted,
}: Pick<ReleaseDocument, 'participation' | 'notCounted'>): string => {
  if (notCounted && isTorn({ notCounted })) return m.release_participation_left_out()
  if (participation === null) return m.release_participation_unknown()
  if (participation >= 90) return m.release_participation_most({ people: count(90) })
  return participation === 0
    ? m.release_participation_few({ people: count(5) })
    : m.release_participation({ people: count(participation) })
}

/** A value as its page writes it: “2.8 on a scale from 1 to 5”, “41 in every 100 often or always lonely”. */
export const valueWords = (item: Pick<ReleasedItem, 'report' | 'options'>, value: number): string => {
  const scale = scaleOf(item)
  const said = figure({ value: onScale(scale, value), scale, locale: getLocale() })
  if (item.report.kind === 'share')
    return m.release_value_share({ people: said, label: item.report.label ?? '' }).trim()
  return m.release_value_mean({ value: said, low: count(scale.min), high: count(scale.max) })
}

/** The value of the time before, and whether the difference says anything. Empty where there is nothing before. */
export const beforeWords = (
  item: Pick<ReleasedItem, 'report' | 'options'>,
  given: { value: number; before: number | null; couldBeChance: boolean },
): string => {
  if (given.before === null) return ''
  const scale = scaleOf(item)
  const say = (value: number) => figure({ value: onScale(scale, value), scale, locale: getLocale() })
  if (say(given.value) === say(given.before)) return m.release_before_same()
  const after = m.release_before({ before: say(given.before) })
  return `${after} ${given.couldBeChance ? m.release_could_be_chance() : m.release_hardly_chance()}`
}

export type FindingWords = { readonly item: string; readonly title: string; readonly words: string }

const titleOf = (finding: Finding, text: string): string => {
  switch (finding.code) {
    case 'lowest-whole':
      return finding.isClear ? m.release_lowest_clear({ text }) : m.release_lowest({ text })
    case 'highest-whole':
      return finding.isClear ? m.release_highest_clear({ text }) : m.release_highest({ text })
    case 'only-whole':
      return m.release_only({ text })
    case 'changed-whole':
      if (finding.couldBeChance) return m.release_changed({ text })
      return finding.direction === 'better' ? m.release_better({ text }) : m.release_worse({ text })
  }
}

/** What a release says in words, at most three things, always of everyone asked. */
export const findingsWords = ({
  findings,
  items,
}: Pick<ReleaseDocument, 'findings' | 'items'>): FindingWords[] =>
  findings.flatMap((finding) => {
    const item = items.find(({ id }) => id === finding.item)
    if (!item) return []
    const value = m.release_value({ value: valueWords(item, finding.value) })
    const pooled = finding.pooled ? m.release_pooled() : ''
    const words = [value, pooled, beforeWords(item, finding)].filter(Boolean).join(' ')
    return [{ item: item.id, title: titleOf(finding, item.text), words }]
  })

/** What stands beside a question that is still folded: the value of everyone asked, or that it is not shown. */
export const wholeWords = (item: ReleasedItem): { value: string; small: string } => {
  const [whole] = item.cells
  if (!whole?.shown) return { value: m.ui_not_shown(), small: '' }
  const before = whole.before ? { ...whole.before, before: whole.before.value } : null
  return {
    value: valueWords(item, whole.value),
    small: before ? beforeWords(item, { ...before, value: whole.value }) : '',
  }
}

/** Which teams are counted inside which: “Pharmacy and Therapies are counted inside Clinical services.” */
export const countedInsideWords = (units: ReleaseDocument['units']): string[] => {
  const names = new Map(units.map(({ id, name }) => [id, name]))
  const inside = Map.groupBy(
    units.filter((unit) => unit.with !== null),
    (unit) => unit.with ?? '',
  )
  return [...inside].map(([unit, pooled]) => {
    const given = {
      names: list({ names: pooled.map(({ name }) => name), locale: getLocale() }),
      team: names.get(unit) ?? '',
    }
    return pooled.length === 1 ? m.release_inside_one(given) : m.release_inside(given)
  })
}
