import type { RosterColumn } from './roster/row.ts'

/** What may be wrong with one field of a form; each has a sentence that says what to do. */
export const fieldProblems = [
  'name-missing',
  'name-too-long',
  'email-incomplete',
  'time-zone-unknown',
  'language-unknown',
  'host-kind-missing',
  'digits-incomplete',
  'join-code-incomplete',
  'role-unknown',
  'file-missing',
  'unit-unknown',
  'languages-unknown',
  'hours-unreadable',
  'hours-by-halves',
  'not-sure',
  'unit-name-missing',
  'unit-name-too-long',
  'unit-name-arrow',
  'text-is-formula',
  'email-letters',
  'email-taken',
  'profession-missing',
  'profession-too-long',
  'workplace-too-long',
  'shift-too-long',
  'language-not-known',
  'start-day-unreadable',
  'start-day-impossible',
  'start-day-far',
  'manager-unknown',
  'manager-unclear',
  'manager-self',
  'manager-circle',
  'days-out-of-range',
  'text-too-long',
  'support-number-missing',
  'support-number-unclear',
  'support-way-missing',
  'support-hours-missing',
  'support-languages-missing',
  'issuer-not-valid',
  'client-id-missing',
  'client-secret-missing',
] as const
export type FieldProblem = (typeof fieldProblems)[number]
export type Fields = Readonly<Record<string, FieldProblem>>

/** Why a file could not be read as a staff list at all. `line` is the row as a spreadsheet numbers it. */
export type FileProblem =
  | { code: 'file-empty' | 'file-binary' | 'file-is-workbook' | 'no-rows' }
  | { code: 'file-too-large'; maxBytes: number }
  | { code: 'too-many-rows'; maxRows: number }
  | { code: 'columns-missing'; missing: RosterColumn[]; headings: string[] }
  | { code: 'column-twice' | 'column-never-held'; headings: string[] }
  | { code: 'quote-not-closed' | 'row-too-long'; line: number }

/** Why the connection to an identity provider does not work. */
export type ProviderProblem =
  | 'not-https'
  | 'unreachable'
  | 'not-a-provider'
  | 'other-issuer'
  | 'secret-refused'
  | 'answer-not-valid'

/** Everything that people may refuse. “Not yours” and “not there” are the same refusal. */
export type PeopleRefusal =
  | { code: 'people/form-not-readable' }
  | { code: 'people/fields'; fields: Fields }
  | { code: 'people/not-found' }
  | { code: 'people/set-up-link-not-valid' }
  | { code: 'people/invitation-not-valid' }
  | { code: 'people/invitation-expired' }
  | { code: 'people/invitation-used' }
  | { code: 'people/sign-in-first' }
  | { code: 'people/other-account' }
  | { code: 'people/already-a-member' }
  | { code: 'people/too-many-attempts'; minutes: number }
  | { code: 'people/digits-not-right' }
  | { code: 'people/mail-not-connected' }
  | { code: 'people/address-not-secure' }
  | { code: 'people/sign-in-again' }
  | { code: 'people/last-administrator' }
  | { code: 'people/last-operator' }
  | { code: 'people/needs-an-e-mail' }
  | { code: 'people/has-left' }
  | { code: 'people/has-other-ways-in' }
  | { code: 'people/profile-changed' }
  | { code: 'people/sending-hours' }
  | { code: 'people/unit-in-itself' }
  | { code: 'people/unit-name-taken'; name: string }
  | { code: 'people/unit-too-deep' }
  | { code: 'people/unit-is-whole' }
  | { code: 'people/unit-has-people'; people: number }
  | { code: 'people/unit-has-teams' }
  | { code: 'people/own-entry' }
  | { code: 'people/one-entry' }
  | { code: 'people/was-merged' }
  | { code: 'people/upload-gone' }
  | { code: 'people/staff-list-changed' }
  | { code: 'people/provider'; why: ProviderProblem }
  | { code: 'people/provider-not-set' }
  | { code: 'people/provider-not-working' }
  | { code: 'people/provider-stopped' }
  | { code: 'people/provider-answer-late' }
  | { code: 'people/provider-answer-not-valid' }
  | { code: 'people/provider-email-not-verified' }
  | { code: 'people/provider-other-person' }
  | { code: 'people/provider-nobody' }
  | { code: 'people/file'; why: FileProblem }

export const statusOf: Record<PeopleRefusal['code'], number> = {
  'people/form-not-readable': 400,
  'people/fields': 422,
  'people/not-found': 404,
  'people/set-up-link-not-valid': 404,
  'people/invitation-not-valid': 404,
  'people/invitation-expired': 410,
  'people/invitation-used': 410,
  'people/sign-in-first': 409,
  'people/other-account': 409,
  'people/already-a-member': 409,
  'people/too-many-attempts': 429,
  'people/digits-not-right': 422,
  'people/mail-not-connected': 409,
  'people/address-not-secure': 409,
  'people/sign-in-again': 403,
  'people/last-administrator': 409,
  'people/last-operator': 409,
  'people/needs-an-e-mail': 409,
  'people/has-left': 409,
  'people/has-other-ways-in': 409,
  'people/profile-changed': 409,
  'people/sending-hours': 422,
  'people/unit-in-itself': 409,
  'people/unit-name-taken': 409,
  'people/unit-too-deep': 409,
  'people/unit-is-whole': 409,
  'people/unit-has-people': 409,
  'people/unit-has-teams': 409,
  'people/own-entry': 409,
  'people/one-entry': 409,
  'people/was-merged': 409,
  'people/upload-gone': 410,
  'people/staff-list-changed': 409,
  'people/provider': 502,
  'people/provider-not-set': 404,
  'people/provider-not-working': 502,
  'people/provider-stopped': 409,
  'people/provider-answer-late': 409,
  'people/provider-answer-not-valid': 403,
  'people/provider-email-not-verified': 403,
  'people/provider-other-person': 409,
  'people/provider-nobody': 403,
  'people/file': 422,
}
