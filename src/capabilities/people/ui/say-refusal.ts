import { m } from '#messages'
import type { FieldProblem, FileProblem, PeopleRefusal, ProviderProblem } from '../domain/refusals.ts'
import type { RosterColumn } from '../domain/roster/row.ts'

const fieldSentences: Record<FieldProblem, () => string> = {
  'name-missing': m.people_field_name_missing,
  'name-too-long': m.people_field_name_too_long,
  'email-incomplete': m.people_field_email_incomplete,
  'time-zone-unknown': m.people_field_time_zone_unknown,
  'language-unknown': m.people_field_language_unknown,
  'host-kind-missing': m.people_field_host_kind_missing,
  'digits-incomplete': m.people_field_digits_incomplete,
  'join-code-incomplete': m.people_field_join_code_incomplete,
  'role-unknown': m.people_field_role_unknown,
  'file-missing': m.people_field_file_missing,
  'unit-unknown': m.people_field_unit_unknown,
  'languages-unknown': m.people_field_languages_unknown,
  'hours-unreadable': m.people_field_hours_unreadable,
  'hours-by-halves': m.people_field_hours_by_halves,
  'not-sure': m.people_field_not_sure,
  'unit-name-missing': m.people_field_unit_name_missing,
  'unit-name-too-long': m.people_field_unit_name_too_long,
  'unit-name-arrow': m.people_field_unit_name_arrow,
  'text-is-formula': m.people_field_text_is_formula,
  'email-letters': m.people_field_email_letters,
  'email-taken': m.people_field_email_taken,
  'profession-missing': m.people_field_profession_missing,
  'profession-too-long': m.people_field_profession_too_long,
  'workplace-too-long': m.people_field_profession_too_long,
  'shift-too-long': m.people_field_profession_too_long,
  'language-not-known': m.people_field_language_not_known,
  'start-day-unreadable': m.people_field_start_day_unreadable,
  'start-day-impossible': m.people_field_start_day_impossible,
  'start-day-far': m.people_field_start_day_far,
  'manager-unknown': m.people_field_manager_unknown,
  'manager-unclear': m.people_field_manager_unclear,
  'manager-self': m.people_field_manager_self,
  'manager-circle': m.people_field_manager_circle,
  'days-out-of-range': m.people_field_days_out_of_range,
  'text-too-long': m.people_field_text_too_long,
  'support-number-missing': m.people_field_support_number_missing,
  'support-number-unclear': m.people_field_support_number_unclear,
  'support-way-missing': m.people_field_support_way_missing,
  'support-hours-missing': m.people_field_support_hours_missing,
  'support-languages-missing': m.people_field_support_languages_missing,
  'issuer-not-valid': m.people_field_issuer_not_valid,
  'client-id-missing': m.people_field_client_id_missing,
  'client-secret-missing': m.people_field_client_secret_missing,
}

const providerSentences: Record<ProviderProblem, () => string> = {
  'not-https': m.people_provider_not_https,
  unreachable: m.people_provider_unreachable,
  'not-a-provider': m.people_provider_not_a_provider,
  'other-issuer': m.people_provider_other_issuer,
  'secret-refused': m.people_provider_secret_refused,
  'answer-not-valid': m.people_refusal_provider_answer_not_valid,
}

/** What is wrong with a field, and what to do. */
export const sayField = (problem: FieldProblem): string => fieldSentences[problem]()

const columnNames: Record<RosterColumn, () => string> = {
  name: m.people_column_name,
  unit: m.people_column_unit,
  profession: m.people_column_profession,
  email: m.people_column_email,
  languages: m.people_column_languages,
  startOn: m.people_column_start_on,
  manager: m.people_column_manager,
  workplace: m.people_column_workplace,
  shift: m.people_column_shift,
}

export const sayColumn = (column: RosterColumn): string => columnNames[column]()

const sayFile = (why: FileProblem): string => {
  switch (why.code) {
    case 'file-empty':
      return m.people_file_empty()
    case 'file-binary':
      return m.people_file_binary()
    case 'file-is-workbook':
      return m.people_file_is_workbook()
    case 'no-rows':
      return m.people_file_no_rows()
    case 'file-too-large':
      return m.people_file_too_large({ megabytes: Math.floor(why.maxBytes / 1024 / 1024) })
    case 'too-many-rows':
      return m.people_file_too_many_rows({ rows: why.maxRows })
    case 'columns-missing':
      return m.people_file_columns_missing({
        missing: why.missing.map(sayColumn).join(', '),
        headings: why.headings.join(', '),
      })
    case 'column-twice':
      return m.people_file_column_twice({ headings: why.headings.join(', ') })
    case 'column-never-held':
      return m.people_file_column_never_held({ headings: why.headings.join(', ') })
    case 'quote-not-closed':
      return m.people_file_quote_not_closed({ line: why.line })
    case 'row-too-long':
      return m.people_file_row_too_long({ line: why.line })
  }
}

/** A refusal as a sentence that says what to do next. */
export const sayRefusal = (refusal: PeopleRefusal): string => {
  switch (refusal.code) {
    case 'people/form-not-readable':
      return m.people_refusal_form_not_readable()
    case 'people/fields':
      return m.people_refusal_fields()
    case 'people/not-found':
      return m.people_refusal_not_found()
    case 'people/set-up-link-not-valid':
      return m.people_refusal_set_up_link_not_valid()
    case 'people/invitation-not-valid':
      return m.people_refusal_invitation_not_valid()
    case 'people/invitation-expired':
      return m.people_refusal_invitation_expired()
    case 'people/invitation-used':
      return m.people_refusal_invitation_used()
    case 'people/sign-in-first':
      return m.people_refusal_sign_in_first()
    case 'people/other-account':
      return m.people_refusal_other_account()
    case 'people/already-a-member':
      return m.people_refusal_already_a_member()
    case 'people/too-many-attempts':
      return m.people_refusal_too_many_attempts({ minutes: refusal.minutes })
    case 'people/digits-not-right':
      return m.people_refusal_digits_not_right()
    case 'people/mail-not-connected':
      return m.people_refusal_mail_not_connected()
    case 'people/address-not-secure':
      return m.people_refusal_address_not_secure()
    case 'people/sign-in-again':
      return m.people_refusal_sign_in_again()
    case 'people/last-administrator':
      return m.people_refusal_last_administrator()
    case 'people/last-operator':
      return m.people_refusal_last_operator()
    case 'people/needs-an-e-mail':
      return m.people_refusal_needs_an_e_mail()
    case 'people/has-left':
      return m.people_refusal_has_left()
    case 'people/has-other-ways-in':
      return m.people_refusal_has_other_ways_in()
    case 'people/profile-changed':
      return m.people_refusal_profile_changed()
    case 'people/sending-hours':
      return m.people_refusal_sending_hours()
    case 'people/unit-in-itself':
      return m.people_refusal_unit_in_itself()
    case 'people/unit-name-taken':
      return m.people_refusal_unit_name_taken({ name: refusal.name })
    case 'people/unit-too-deep':
      return m.people_refusal_unit_too_deep()
    case 'people/unit-is-whole':
      return m.people_refusal_unit_is_whole()
    case 'people/unit-has-people':
      return m.people_refusal_unit_has_people({ people: refusal.people })
    case 'people/unit-has-teams':
      return m.people_refusal_unit_has_teams()
    case 'people/own-entry':
      return m.people_refusal_own_entry()
    case 'people/one-entry':
      return m.people_refusal_one_entry()
    case 'people/was-merged':
      return m.people_refusal_was_merged()
    case 'people/upload-gone':
      return m.people_refusal_upload_gone()
    case 'people/staff-list-changed':
      return m.people_refusal_staff_list_changed()
    case 'people/provider':
      return providerSentences[refusal.why]()
    case 'people/provider-not-set':
      return m.people_refusal_provider_not_set()
    case 'people/provider-not-working':
      return m.people_refusal_provider_not_working()
    case 'people/provider-stopped':
      return m.people_refusal_provider_stopped()
    case 'people/provider-answer-late':
      return m.people_refusal_provider_answer_late()
    case 'people/provider-answer-not-valid':
      return m.people_refusal_provider_answer_not_valid()
    case 'people/provider-email-not-verified':
      return m.people_refusal_provider_email_not_verified()
    case 'people/provider-other-person':
      return m.people_refusal_provider_other_person()
    case 'people/provider-nobody':
      return m.people_refusal_provider_nobody()
    case 'people/file':
      return sayFile(refusal.why)
  }
}
