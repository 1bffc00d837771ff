/** Everything that check-ins may refuse. Each code has a sentence in messages (`refusal_` + code) and a status here. */
export type CheckinRefusal =
  | { code: 'checkins/not-found' }
  | { code: 'checkins/not-allowed' }
  | { code: 'checkins/too-few-people'; eligible: number; minimum: number }
  | { code: 'checkins/title-missing' }
  | { code: 'checkins/instrument-unknown' }
  | { code: 'checkins/instrument-awaits-text' }
  | { code: 'checkins/minimum-group-out-of-range' }
  | { code: 'checkins/times-not-readable' }
  | { code: 'checkins/opens-in-the-past' }
  | { code: 'checkins/closes-before-it-opens' }
  | { code: 'checkins/too-long' }
  | { code: 'checkins/audience-unknown' }
  | { code: 'checkins/overlaps-another'; title: string; days: number }
  | { code: 'checkins/keys-not-ready'; made: number; wanted: number; secondsLeft: number }
  | { code: 'checkins/too-many-tables'; ballots: number; keys: number }
  | { code: 'checkins/support-page-empty' }
  | { code: 'checkins/trustee-has-no-parts'; name: string }
  | { code: 'checkins/already-announced' }
  | { code: 'checkins/already-over' }
  | { code: 'checkins/reason-missing' }
  | { code: 'checkins/form-not-readable' }
  | { code: 'checkins/first-day-not-readable' }
  | { code: 'checkins/first-day-in-the-past' }
  | { code: 'checkins/first-day-too-far' }
  | { code: 'checkins/days-open-out-of-range'; most: number }
  | { code: 'checkins/holidays-not-readable'; text: string }
  | { code: 'checkins/dates-have-changed' }
  | { code: 'checkins/series-is-over' }
  | { code: 'checkins/nobody-plans' }
  | { code: 'checkins/date-is-announced' }
  | { code: 'checkins/ticket-already-given' }
  | { code: 'checkins/own-passkey-first' }
  | { code: 'checkins/ticket-request-not-readable' }
  | { code: 'checkins/table-unknown' }
  | { code: 'checkins/not-asked' }
  | { code: 'checkins/answers-on-paper' }
  | { code: 'checkins/sheets-not-now' }
  | { code: 'checkins/sheets-were-made' }
  | { code: 'checkins/reply-stance-missing' }
  | { code: 'checkins/reply-words-missing' }
  | { code: 'checkins/reply-reason-missing' }
  | { code: 'checkins/reply-day-missing' }
  | { code: 'checkins/reply-day-not-readable' }
  | { code: 'checkins/reply-day-past' }
  | { code: 'checkins/reply-day-too-far' }
  | { code: 'checkins/reply-too-long'; limit: number }
  | { code: 'checkins/reply-too-many'; limit: number }
  | { code: 'checkins/reply-nothing-to-publish' }
  | { code: 'checkins/reply-outcome-missing' }
  | { code: 'checkins/reply-outcome-told' }
  | { code: 'checkins/witness-name-missing' }
  | { code: 'checkins/witness-key-not-readable' }
  | { code: 'checkins/witness-known' }
  | { code: 'checkins/witnesses-too-many'; limit: number }
  | { code: 'checkins/cosignature-not-valid' }

export const statusOf: Record<CheckinRefusal['code'], number> = {
  'checkins/not-found': 404,
  'checkins/not-allowed': 404,
  'checkins/too-few-people': 422,
  'checkins/title-missing': 422,
  'checkins/instrument-unknown': 422,
  'checkins/instrument-awaits-text': 422,
  'checkins/minimum-group-out-of-range': 422,
  'checkins/times-not-readable': 422,
  'checkins/opens-in-the-past': 422,
  'checkins/closes-before-it-opens': 422,
  'checkins/too-long': 422,
  'checkins/audience-unknown': 422,
  'checkins/overlaps-another': 409,
  'checkins/keys-not-ready': 409,
  'checkins/too-many-tables': 422,
  'checkins/support-page-empty': 409,
  'checkins/trustee-has-no-parts': 409,
  'checkins/already-announced': 409,
  'checkins/already-over': 409,
  'checkins/reason-missing': 422,
  'checkins/form-not-readable': 400,
  'checkins/first-day-not-readable': 422,
  'checkins/first-day-in-the-past': 422,
  'checkins/first-day-too-far': 422,
  'checkins/days-open-out-of-range': 422,
  'checkins/holidays-not-readable': 422,
  'checkins/dates-have-changed': 409,
  'checkins/series-is-over': 409,
  'checkins/nobody-plans': 409,
  'checkins/date-is-announced': 409,
  'checkins/ticket-already-given': 409,
  'checkins/own-passkey-first': 403,
  'checkins/ticket-request-not-readable': 400,
  'checkins/table-unknown': 400,
  'checkins/not-asked': 404,
  'checkins/answers-on-paper': 409,
  'checkins/sheets-not-now': 409,
  'checkins/sheets-were-made': 409,
  'checkins/reply-stance-missing': 422,
  'checkins/reply-words-missing': 422,
  'checkins/reply-reason-missing': 422,
  'checkins/reply-day-missing': 422,
  'checkins/reply-day-not-readable': 422,
  'checkins/reply-day-past': 422,
  'checkins/reply-day-too-far': 422,
  'checkins/reply-too-long': 422,
  'checkins/reply-too-many': 409,
  'checkins/reply-nothing-to-publish': 409,
  'checkins/reply-outcome-missing': 422,
  'checkins/reply-outcome-told': 409,
  'checkins/witness-name-missing': 422,
  'checkins/witness-key-not-readable': 422,
  'checkins/witness-known': 409,
  'checkins/witnesses-too-many': 409,
  'checkins/cosignature-not-valid': 403,
}

/** What the collector may answer. It speaks in codes: it has no page, and knows nobody's language. */
export type BallotAnswer =
  | 'received'
  | 'ballot/not-readable'
  | 'ballot/ticket-not-valid'
  | 'ballot/ticket-spent'
  | 'ballot/too-early'
  | 'ballot/came-too-late'
  | 'ballot/wave-cancelled'
  | 'ballot/pool-full'
  | 'ballot/cannot-store'

export const ballotStatus: Record<BallotAnswer, number> = {
  received: 200,
  'ballot/not-readable': 400,
  'ballot/ticket-not-valid': 403,
  'ballot/ticket-spent': 409,
  'ballot/too-early': 425,
  'ballot/came-too-late': 410,
  'ballot/wave-cancelled': 410,
  'ballot/pool-full': 507,
  'ballot/cannot-store': 503,
}
