import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import { fieldOfItem, fieldOfOption, fieldOfSet } from '../contract/pasting-fields.ts'
import type { PastingRefusal } from '../domain/instrument-pasting.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'

type Sentences<R extends { code: string }> = {
  [C in R['code']]: (refusal: Extract<R, { code: C }>) => string
}

const count = (value: number) => number({ value, locale: getLocale() })

const sentences: Sentences<CheckinRefusal> = {
  'checkins/not-found': () => m.refusal_checkins_not_found(),
  'checkins/not-allowed': () => m.refusal_checkins_not_allowed(),
  'checkins/too-few-people': ({ eligible, minimum }) =>
    m.refusal_checkins_too_few_people({ eligible: count(eligible), minimum: count(minimum) }),
  'checkins/title-missing': () => m.refusal_checkins_title_missing(),
  'checkins/instrument-unknown': () => m.refusal_checkins_instrument_unknown(),
  'checkins/instrument-awaits-text': () => m.refusal_checkins_instrument_awaits_text(),
  'checkins/minimum-group-out-of-range': () => m.refusal_checkins_minimum_group_out_of_range(),
  'checkins/times-not-readable': () => m.refusal_checkins_times_not_readable(),
  'checkins/opens-in-the-past': () => m.refusal_checkins_opens_in_the_past(),
  'checkins/closes-before-it-opens': () => m.refusal_checkins_closes_before_it_opens(),
  'checkins/too-long': () => m.refusal_checkins_too_long(),
  'checkins/audience-unknown': () => m.refusal_checkins_audience_unknown(),
  'checkins/overlaps-another': ({ title, days }) =>
    m.refusal_checkins_overlaps_another({ title, days: count(days) }),
  'checkins/keys-not-ready': ({ secondsLeft }) =>
    m.refusal_checkins_keys_not_ready({ seconds: count(secondsLeft) }),
  'checkins/too-many-tables': ({ ballots, keys }) =>
    m.refusal_checkins_too_many_tables({ ballots: count(ballots), keys: count(keys) }),
  'checkins/support-page-empty': () => m.refusal_checkins_support_page_empty(),
  'checkins/trustee-has-no-parts': ({ name }) => m.refusal_checkins_trustee_has_no_parts({ name }),
  'checkins/already-announced': () => m.refusal_checkins_already_announced(),
  'checkins/already-over': () => m.refusal_checkins_already_over(),
  'checkins/reason-missing': () => m.refusal_checkins_reason_missing(),
  'checkins/form-not-readable': () => m.refusal_checkins_form_not_readable(),
  'checkins/first-day-not-readable': () => m.refusal_checkins_first_day_not_readable(),
  'checkins/first-day-in-the-past': () => m.refusal_checkins_first_day_in_the_past(),
  'checkins/first-day-too-far': () => m.refusal_checkins_first_day_too_far(),
  'checkins/days-open-out-of-range': ({ most }) =>
    m.refusal_checkins_days_open_out_of_range({ most: count(most) }),
  'checkins/holidays-not-readable': ({ text }) => m.refusal_checkins_holidays_not_readable({ text }),
  'checkins/dates-have-changed': () => m.refusal_checkins_dates_have_changed(),
  'checkins/series-is-over': () => m.refusal_checkins_series_is_over(),
  'checkins/nobody-plans': () => m.refusal_checkins_nobody_plans(),
  'checkins/date-is-announced': () => m.refusal_checkins_date_is_announced(),
  'checkins/own-passkey-first': () => m.refusal_checkins_own_passkey_first(),
  'checkins/ticket-already-given': () => m.refusal_checkins_ticket_already_given(),
  'checkins/ticket-request-not-readable': () => m.refusal_checkins_ticket_request_not_readable(),
  'checkins/table-unknown': () => m.refusal_checkins_table_unknown(),
  'checkins/not-asked': () => m.refusal_checkins_not_asked(),
  'checkins/answers-on-paper': () => m.refusal_checkins_answers_on_paper(),
  'checkins/sheets-not-now': () => m.refusal_checkins_sheets_not_now(),
  'checkins/sheets-were-made': () => m.refusal_checkins_sheets_were_made(),
  'checkins/reply-stance-missing': () => m.refusal_checkins_reply_stance_missing(),
  'checkins/reply-words-missing': () => m.refusal_checkins_reply_words_missing(),
  'checkins/reply-reason-missing': () => m.refusal_checkins_reply_reason_missing(),
  'checkins/reply-day-missing': () => m.refusal_checkins_reply_day_missing(),
  'checkins/reply-day-not-readable': () => m.refusal_checkins_reply_day_not_readable(),
  'checkins/reply-day-past': () => m.refusal_checkins_reply_day_past(),
  'checkins/reply-day-too-far': () => m.refusal_checkins_reply_day_too_far(),
  'checkins/reply-too-long': ({ limit }) => m.refusal_checkins_reply_too_long({ limit: count(limit) }),
  'checkins/reply-too-many': ({ limit }) => m.refusal_checkins_reply_too_many({ limit: count(limit) }),
  'checkins/reply-nothing-to-publish': () => m.refusal_checkins_reply_nothing_to_publish(),
  'checkins/reply-outcome-missing': () => m.refusal_checkins_reply_outcome_missing(),
  'checkins/reply-outcome-told': () => m.refusal_checkins_reply_outcome_told(),
  'checkins/witness-name-missing': () => m.refusal_checkins_witness_name_missing(),
  'checkins/witness-key-not-readable': () => m.refusal_checkins_witness_key_not_readable(),
  'checkins/witness-known': () => m.refusal_checkins_witness_known(),
  'checkins/witnesses-too-many': ({ limit }) =>
    m.refusal_checkins_witnesses_too_many({ limit: count(limit) }),
  'checkins/cosignature-not-valid': () => m.refusal_checkins_cosignature_not_valid(),
}

const pastings: Sentences<PastingRefusal> = {
  'not-a-locale': () => m.refusal_checkins_pasting_not_a_locale(),
  'unknown-item': () => m.refusal_checkins_pasting_unknown_item(),
  'unknown-option': () => m.refusal_checkins_pasting_unknown_option(),
  'text-already-there': () => m.refusal_checkins_pasting_text_already_there(),
  'text-empty': () => m.refusal_checkins_pasting_text_empty(),
  'text-too-long': ({ limit }) => m.refusal_checkins_pasting_text_too_long({ limit: count(limit) }),
  'options-incomplete': () => m.refusal_checkins_pasting_options_incomplete(),
}

const say = <R extends { code: string }>(table: Sentences<R>, refusal: R): string =>
  (table[refusal.code as R['code']] as (refusal: R) => string)(refusal)

/** What was refused, and what to do about it. */
export const refusalWords = (refusal: CheckinRefusal | PastingRefusal): string =>
  refusal.code in sentences
    ? say(sentences, refusal as CheckinRefusal)
    : say(pastings, refusal as PastingRefusal)

export type PlanField =
  | 'title'
  | 'instrument'
  | 'audience'
  | 'opens'
  | 'closes'
  | 'minimumGroup'
  | 'firstOn'
  | 'daysOpen'
  | 'holidays'

const fields: Partial<Record<CheckinRefusal['code'], PlanField>> = {
  'checkins/title-missing': 'title',
  'checkins/instrument-unknown': 'instrument',
  'checkins/instrument-awaits-text': 'instrument',
  'checkins/audience-unknown': 'audience',
  'checkins/too-few-people': 'audience',
  'checkins/times-not-readable': 'opens',
  'checkins/opens-in-the-past': 'opens',
  'checkins/closes-before-it-opens': 'closes',
  'checkins/too-long': 'closes',
  'checkins/minimum-group-out-of-range': 'minimumGroup',
  'checkins/first-day-not-readable': 'firstOn',
  'checkins/first-day-in-the-past': 'firstOn',
  'checkins/first-day-too-far': 'firstOn',
  'checkins/days-open-out-of-range': 'daysOpen',
  'checkins/holidays-not-readable': 'holidays',
}

/** The field of the plan page that a refusal speaks of; null where it is about the whole. */
export const planFieldOf = (refusal: CheckinRefusal): PlanField | null => fields[refusal.code] ?? null

/** The field of the pasting form that a refusal speaks of; null where it is about the whole. */
export const pastingFieldOf = (refusal: CheckinRefusal | PastingRefusal): string | null => {
  switch (refusal.code) {
    case 'not-a-locale':
      return 'locale'
    case 'options-incomplete':
      return fieldOfSet(refusal.set)
    case 'text-empty':
    case 'text-too-long':
    case 'text-already-there': {
      // Options are named as set and value, with a space between; no id has one.
      const [id = '', value] = refusal.where.split(' ')
      return value === undefined ? fieldOfItem(id) : fieldOfOption({ set: id, value })
    }
    default:
      return null
  }
}
