import { m } from '#messages'
import type { ShownField, WorkingPattern } from '../domain/profile.ts'

const patterns: Record<WorkingPattern, () => string> = {
  days: m.people_pattern_days,
  nights: m.people_pattern_nights,
  mixed: m.people_pattern_mixed,
  'on-call': m.people_pattern_on_call,
  'part-time': m.people_pattern_part_time,
}
export const sayPattern = (pattern: WorkingPattern): string => patterns[pattern]()

const shown: Record<ShownField, () => string> = {
  'chosen-name': m.people_profile_shown_name,
  profession: m.people_profile_shown_profession,
  languages: m.people_profile_shown_languages,
  'working-pattern': m.people_profile_shown_pattern,
}
export const sayShown = (field: ShownField): string => shown[field]()

/** Languages by their names in the reader's own, as they would be typed again. */
export const sayLanguages = (codes: readonly string[], locale: string): string => {
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  return codes.map((code) => names.of(code) ?? code).join(', ')
}
