import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { list, number } from '#ui/format.ts'

type Named = { readonly id: string; readonly name: string; readonly pooled?: readonly string[] }

const tables: Record<string, () => string> = {
  profession: m.table_profession,
  workplace: m.table_workplace,
  tenure: m.table_tenure,
  shift: m.table_shift,
}
/** By what a table is broken down: “By profession”. */
export const tableWords = (attribute: string): string => tables[attribute]?.() ?? attribute

const own: Record<string, () => string> = {
  unknown: m.table_unknown,
  'under-1': m.table_under_1,
  '1-to-3': m.table_1_to_3,
  '3-to-10': m.table_3_to_10,
  'over-10': m.table_over_10,
}

/** All categories of a table with how many people are in each: “Doctor (20) · together: Nurse and Porter (20)”. */
export const sizesWords = (categories: readonly (Named & { readonly people: number })[]): string =>
  categories
    .map((one) => `${categoryWords(one)} (${number({ value: one.people, locale: getLocale() })})`)
    .join(' · ')

/** A category as people call it: what the staff list says, a band, or what was pooled because it was too small alone. */
export const categoryWords = ({ id, name, pooled = [] }: Named): string => {
  if (id !== 'other') return own[id]?.() ?? name
  const names = pooled.map((one) => own[one]?.() ?? one)
  return names.length === 0 || names.length > 4
    ? m.table_other_many()
    : m.table_other({ names: list({ names, locale: getLocale() }) })
}
