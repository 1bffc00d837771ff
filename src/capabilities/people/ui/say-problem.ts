import { m } from '#messages'
import type { Choice, Option, Problem, ProblemCode } from '../domain/roster/plan.ts'

type Facts = { people: string; suggestion: string }

const matters: Record<ProblemCode, (facts: Facts) => string> = {
  'row-shifted': m.people_roster_row_shifted,
  'row-twice': m.people_roster_row_twice,
  'cell-is-formula': m.people_roster_cell_is_formula,
  'name-missing': m.people_roster_name_missing,
  'name-too-long': m.people_roster_name_too_long,
  'email-incomplete': m.people_roster_email_incomplete,
  'email-letters': m.people_roster_email_letters,
  'unit-missing': m.people_roster_unit_missing,
  'unit-too-deep': m.people_roster_unit_too_deep,
  'unit-name-too-long': m.people_roster_unit_name_too_long,
  'profession-missing': m.people_roster_profession_missing,
  'profession-too-long': m.people_roster_profession_too_long,
  'workplace-too-long': m.people_roster_workplace_too_long,
  'shift-too-long': m.people_roster_shift_too_long,
  'person-unclear': m.people_roster_person_unclear,
  'language-unknown': m.people_roster_language_unknown,
  'start-day-unreadable': m.people_roster_start_day_unreadable,
  'start-day-impossible': m.people_roster_start_day_impossible,
  'start-day-far': m.people_roster_start_day_far,
  'manager-unknown': m.people_roster_manager_unknown,
  'manager-unclear': m.people_roster_manager_unclear,
  'manager-self': m.people_roster_manager_self,
  'manager-circle': m.people_roster_manager_circle,
  'hidden-characters': m.people_roster_hidden_characters,
  'email-twice': m.people_roster_email_twice,
  'email-shared': m.people_roster_email_shared,
  'email-changed': m.people_roster_email_changed,
  'email-of-someone-else': m.people_roster_email_of_someone_else,
  'person-twice': m.people_roster_person_twice,
  'person-moved': m.people_roster_person_moved,
  'unit-close': m.people_roster_unit_close,
  'start-day-order': m.people_roster_start_day_order,
}

/** What is the matter with a row. */
export const sayMatter = (problem: Problem): string =>
  matters[problem.code]({
    people: problem.people.join(', '),
    suggestion: problem.suggestion?.join(' > ') ?? '',
  })

const cleared: Partial<Record<ProblemCode, () => string>> = {
  'language-unknown': m.people_roster_without_language,
  'start-day-unreadable': m.people_roster_without_start_day,
  'start-day-impossible': m.people_roster_without_start_day,
  'start-day-far': m.people_roster_without_start_day,
}

/** What will happen where nobody has to choose. */
export const sayOutcome = (problem: Problem): string => {
  if (problem.outcome === 'mended') return m.people_roster_mended()
  if (problem.outcome === 'cleared') return (cleared[problem.code] ?? m.people_roster_without_manager)()
  if (problem.code === 'row-twice') return m.people_roster_kept_once()
  if (problem.code === 'cell-is-formula') return m.people_roster_never_run()
  return m.people_roster_left_out()
}

const place = (option: Option): string => option.unitPath?.join(' > ') ?? ''

/** One answer that may be given, as it stands in a list of answers. */
export const sayOption = (option: Option): string => {
  if (option.id.startsWith('keep-'))
    return m.people_option_keep({ line: option.line ?? 0, unit: place(option) })
  const sentences: Record<string, () => string> = {
    use: () => m.people_option_use({ unit: place(option) }),
    'make-new': () => m.people_option_make_new({ unit: option.unitPath?.at(-1) ?? '' }),
    'same-person': () => m.people_option_same_person({ unit: place(option) }),
    'new-person': m.people_option_new_person,
    'leave-out': m.people_option_leave_out,
    'all-without-address': m.people_option_all_without_address,
    'day-first': m.people_option_day_first,
    'month-first': m.people_option_month_first,
    stay: m.people_option_stay,
    close: m.people_option_close,
  }
  return (sentences[option.id] ?? (() => option.id))()
}

/** The name under which a choice goes back with the form. */
export const choiceField = (choice: Pick<Choice, 'id'>): string => `choice:${choice.id}`
